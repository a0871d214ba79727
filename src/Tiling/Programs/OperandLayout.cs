using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Tiling.Programs;

/// <summary>The factors of a contraction as two operands, and the order of the axes in each tile.</summary>
public sealed record Operands(
    EquatableArray<Expression> Left, EquatableArray<Expression> Right, EquatableArray<string> LeftAxes, EquatableArray<string> RightAxes);

/// <summary>
/// Chooses the order of the axes in every on-chip tile so that contractions find [M, K] times [K, N] into [M, N], the last axis contiguous.
/// </summary>
public sealed class OperandLayout
{
    private readonly ChainFlow _flow;
    private readonly HashSet<string> _tiled;
    private readonly Dictionary<string, EquatableArray<string>> _results = [];
    private readonly Dictionary<string, Operands> _operands = [];

    public OperandLayout(ChainFlow flow)
    {
        _flow = flow;
        _tiled = [.. flow.Chain.TiledAxes.Select(a => a.Name)];
        foreach (var step in flow.Chain.Steps.Reverse())
        {
            _results[step.Target.Name] = ResultAxes(step);
            if (step is Contraction contraction) _operands[step.Target.Name] = Split(contraction);
        }
    }

    /// <summary>The axes of a step's tile in the order of its layout; batch axes, of tile 1, are left out.</summary>
    public EquatableArray<string> Result(ChainStep step) => _results[step.Target.Name];

    public Operands Of(Contraction contraction) => _operands[contraction.Target.Name];

    public EquatableArray<string> Tiled(IEnumerable<string> axes) => axes.Where(_tiled.Contains).ToEquatableArray();

    /// <summary>As the first contraction that takes the tile as it is wants it; otherwise as declared.</summary>
    private EquatableArray<string> ResultAxes(ChainStep step)
    {
        var axes = Tiled(step.Target.Axes);
        foreach (var consumer in _flow.Consumers(step).OfType<Contraction>())
        {
            var operands = _operands[consumer.Target.Name];
            if (IsOnly(operands.Left, step)) return operands.LeftAxes.Where(axes.Contains).ToEquatableArray();
            if (IsOnly(operands.Right, step)) return operands.RightAxes.Where(axes.Contains).ToEquatableArray();
        }

        return axes;
    }

    private static bool IsOnly(EquatableArray<Expression> factors, ChainStep step) => factors is [TensorRead read] && read.Tensor == step.Target.Name;

    private Operands Split(Contraction contraction)
    {
        var result = Result(contraction);
        var (left, right) = Group(contraction.Operands);
        if (result.Count > 0 && AxesOf(left).Contains(result[^1]) && !AxesOf(right).Contains(result[^1])) (left, right) = (right, left);
        var reduced = Tiled(contraction.Reduced);
        var broadcast = result.Except(AxesOf(left)).Except(AxesOf(right)).ToList();
        var (leftAxes, rightAxes) = (AxesOf(left), AxesOf(right).Concat(broadcast).ToHashSet());
        var shared = result.Where(a => leftAxes.Contains(a) && rightAxes.Contains(a)).ToList();
        return new Operands(
            left.ToEquatableArray(),
            right.ToEquatableArray(),
            [.. shared, .. result.Where(a => leftAxes.Contains(a) && !shared.Contains(a)), .. reduced.Where(leftAxes.Contains)],
            [.. shared, .. reduced.Where(rightAxes.Contains), .. result.Where(a => rightAxes.Contains(a) && !shared.Contains(a))]);
    }

    /// <summary>The two factors with most axes lead; each other factor joins the one whose tile it makes larger by fewer axes.</summary>
    private (List<Expression> Left, List<Expression> Right) Group(EquatableArray<Expression> factors)
    {
        var seeds = factors.OrderByDescending(f => Tiled(f.FreeAxes()).Count).Take(2).ToList();
        List<Expression> left = [factors.First(seeds.Contains)], right = [];
        foreach (var factor in factors.SkipWhile(f => !ReferenceEquals(f, left[0])).Skip(1).Where(seeds.Contains).Take(1)) right.Add(factor);
        foreach (var factor in factors.Where(f => !left.Concat(right).Any(g => ReferenceEquals(f, g))))
        {
            var smaller = AxesOf(left.Append(factor)).Count - AxesOf(left).Count < AxesOf(right.Append(factor)).Count - AxesOf(right).Count ? left : right;
            smaller.Add(factor);
        }

        return (left, right);
    }

    private HashSet<string> AxesOf(IEnumerable<Expression> factors) => [.. factors.SelectMany(f => Tiled(f.FreeAxes()))];
}
