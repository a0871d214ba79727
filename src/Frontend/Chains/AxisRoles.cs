using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>Finds out what each axis is to a chain; the roles and their order are those of <see cref="AxisRole"/>.</summary>
public static class AxisRoles
{
    /// <summary>The roles of the axes, in the given order.</summary>
    /// <param name="axes">Every axis that a step loops over or that names a dimension of an input.</param>
    /// <param name="steps">The steps, in data-flow order.</param>
    /// <param name="outputs">The names of the steps that are written to memory, at least one.</param>
    public static EquatableArray<ChainAxis> Assign(IEnumerable<Axis> axes, IReadOnlyList<ChainStep> steps, IReadOnlyList<string> outputs)
    {
        var known = axes.ToList();
        var facts = new Facts(steps, outputs);
        var candidates = known.Where(a => facts.IsOuterCandidate(a.Name)).ToList();
        var outer = candidates.MaxBy(a => a.Extent.Upper());
        return known.Select(a => new ChainAxis(a.Name, a.Extent, Role(a))).ToEquatableArray();

        AxisRole Role(Axis axis)
        {
            if (!facts.IsLooped(axis.Name)) return AxisRole.Dimension;
            if (facts.IsReduced(axis.Name)) return AxisRole.Reduction;
            if (facts.IsBatch(axis.Name)) return AxisRole.Batch;
            if (axis == outer) return AxisRole.Outer;
            return candidates.Contains(axis) && facts.IndexSameFactors(axis.Name, outer!.Name) ? AxisRole.Batch : AxisRole.Spatial;
        }
    }

    private sealed class Facts(IReadOnlyList<ChainStep> steps, IReadOnlyList<string> outputs)
    {
        private readonly List<Factors> _contractions = [.. steps.OfType<Contraction>().Select(c => new Factors(c))];
        private readonly HashSet<string> _looped = [.. steps.SelectMany(s => s.Loops)];
        private readonly HashSet<string> _reduced = [.. steps.SelectMany(s => s.Reduced)];
        private readonly List<Tensor> _outputs = [.. steps.Select(s => s.Target).Where(t => outputs.Contains(t.Name))];

        public bool IsLooped(string axis) => _looped.Contains(axis);

        public bool IsReduced(string axis) => _reduced.Contains(axis);

        public bool IsBatch(string axis)
        {
            var touching = _contractions.Where(c => c.Contraction.Loops.Contains(axis)).ToList();
            return touching.Count > 0 && IsParallel(axis) && touching.All(c => c.IsKept(axis) && c.Axes.Count(a => a.Contains(axis)) >= 2);
        }

        /// <summary>Without contractions every parallel axis is a candidate but the last one of the first output.</summary>
        public bool IsOuterCandidate(string axis)
        {
            if (!IsParallel(axis) || IsBatch(axis)) return false;
            return _contractions.Count == 0
                ? _outputs[0].Axes[^1] != axis
                : _contractions.All(c => c.IsKept(axis)) && _contractions.Any(c => c.Axes.Any(a => !a.Contains(axis)));
        }

        public bool IndexSameFactors(string axis, string other) =>
            _contractions.All(c => c.Axes.All(a => a.Contains(axis) == a.Contains(other)));

        private bool IsParallel(string axis) => !IsReduced(axis) && _outputs.All(t => t.Axes.Contains(axis));
    }

    private sealed class Factors(Contraction contraction)
    {
        public Contraction Contraction { get; } = contraction;

        /// <summary>The axes of each factor.</summary>
        public List<HashSet<string>> Axes { get; } = [.. contraction.Operands.Select(o => o.FreeAxes().ToHashSet())];

        public bool IsKept(string axis) => Contraction.Target.Axes.Contains(axis);
    }
}
