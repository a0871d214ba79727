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
        private readonly List<Contraction> _contractions = [.. steps.OfType<Contraction>()];
        private readonly List<Tensor> _outputs = [.. steps.Select(s => s.Target).Where(t => outputs.Contains(t.Name))];

        public bool IsLooped(string axis) => steps.Any(s => s.Loops.Contains(axis));

        public bool IsReduced(string axis) => steps.Any(s => s.Reduced.Contains(axis));

        public bool IsBatch(string axis)
        {
            var touching = _contractions.Where(c => c.Loops.Contains(axis)).ToList();
            return touching.Count > 0 && IsParallel(axis) && touching.All(c => c.Target.Axes.Contains(axis) && c.Operands.Count(o => Has(o, axis)) >= 2);
        }

        /// <summary>Without contractions every parallel axis is a candidate but the last one of the first output.</summary>
        public bool IsOuterCandidate(string axis)
        {
            if (!IsParallel(axis) || IsBatch(axis)) return false;
            return _contractions.Count == 0
                ? _outputs[0].Axes[^1] != axis
                : _contractions.All(c => c.Target.Axes.Contains(axis)) && _contractions.Any(c => c.Operands.Any(o => !Has(o, axis)));
        }

        public bool IndexSameFactors(string axis, string other) =>
            _contractions.All(c => c.Operands.All(o => Has(o, axis) == Has(o, other)));

        private bool IsParallel(string axis) => !IsReduced(axis) && _outputs.All(t => t.Axes.Contains(axis));

        private static bool Has(Expression operand, string axis) => operand.FreeAxes().Contains(axis);
    }
}
