using System.Numerics;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Tiling;

namespace MCFuser.Tiling.Expressions;

/// <summary>
/// Every tiling expression of a chain: the forests of loops that hold each tiled axis once, in which two axes used by a common step are always one
/// inside the other, siblings in data-flow order. 26 for two GEMMs, 146 for three in a row, 1014 for four (MCFuser, SC'24, section 3, generalised).
/// </summary>
public sealed class ExpressionEnumerator
{
    private readonly string[] _axes;
    private readonly int[] _related;
    private readonly int[] _firstStep;
    private readonly Dictionary<int, List<EquatableArray<TilingLoop>>> _forests = [];

    private ExpressionEnumerator(ChainFlow flow)
    {
        _axes = [.. flow.Chain.TiledAxes.Select(a => a.Name)];
        _related = new int[_axes.Length];
        _firstStep = new int[_axes.Length];
        Array.Fill(_firstStep, int.MaxValue);
        for (var s = 0; s < flow.Chain.Steps.Count; s++)
        {
            var used = flow.Loops(flow.Chain.Steps[s]).Select(a => Array.IndexOf(_axes, a)).ToList();
            var mask = used.Aggregate(0, (m, a) => m | (1 << a));
            foreach (var axis in used)
            {
                _related[axis] |= mask & ~(1 << axis);
                _firstStep[axis] = Math.Min(_firstStep[axis], s);
            }
        }
    }

    /// <summary>The expressions, deep ones first, each group ordered by the header order of the axes.</summary>
    public static EquatableArray<TilingExpression> Enumerate(OperatorChain chain)
    {
        var enumerator = new ExpressionEnumerator(new ChainFlow(chain));
        return enumerator.Forests((1 << enumerator._axes.Length) - 1)
            .Select(roots => new TilingExpression(roots))
            .OrderBy(e => !e.IsDeep)
            .ThenBy(e => string.Concat(e.Axes.Select(a => (char)('A' + Array.IndexOf(enumerator._axes, a)))), StringComparer.Ordinal)
            .ThenBy(e => e.ToString(), StringComparer.Ordinal)
            .ToEquatableArray();
    }

    /// <summary>Why an expression over the right axes is none of the chain's, or null.</summary>
    public static string? Problem(OperatorChain chain, TilingExpression expression)
    {
        var flow = new ChainFlow(chain);
        var missing = chain.TiledAxes.Select(a => a.Name).Except(expression.Axes).ToList();
        if (missing.Count > 0) return $"axis '{missing[0]}' is missing";
        var nest = new LoopNest(expression);
        foreach (var step in chain.Steps)
        {
            var loops = flow.Loops(step).ToList();
            foreach (var a in loops)
            {
                var b = loops.FirstOrDefault(b => a != b && !nest.Encloses(a, b) && !nest.Encloses(b, a));
                if (b is not null) return $"'{step.Target.Name}' uses the axes '{a}' and '{b}', so one must stand inside the other";
            }
        }

        return null;
    }

    private List<EquatableArray<TilingLoop>> Forests(int axes)
    {
        if (axes == 0) return [[]];
        if (_forests.TryGetValue(axes, out var known)) return known;
        var found = new List<EquatableArray<TilingLoop>>();
        var first = axes & -axes;
        var others = axes & ~first;
        for (var more = others; ; more = (more - 1) & others)
        {
            var tree = first | more;
            if (!AreRelated(tree, axes & ~tree))
                found.AddRange(from rest in Forests(axes & ~tree) from root in Trees(tree) select Ordered(rest.Prepend(root)));
            if (more == 0) break;
        }

        return _forests[axes] = found;
    }

    private IEnumerable<TilingLoop> Trees(int axes) =>
        from root in Enumerable.Range(0, _axes.Length)
        where (axes & (1 << root)) != 0
        from children in Forests(axes & ~(1 << root))
        select new TilingLoop(_axes[root], children);

    private bool AreRelated(int left, int right)
    {
        for (var rest = left; rest != 0; rest &= rest - 1)
            if ((_related[BitOperations.TrailingZeroCount(rest)] & right) != 0) return true;
        return false;
    }

    private EquatableArray<TilingLoop> Ordered(IEnumerable<TilingLoop> siblings) =>
        siblings.OrderBy(FirstUse).ThenBy(l => Array.IndexOf(_axes, l.Axis)).ToEquatableArray();

    private int FirstUse(TilingLoop loop) => loop.SelfAndDescendants().Min(l => _firstStep[Array.IndexOf(_axes, l.Axis)]);
}
