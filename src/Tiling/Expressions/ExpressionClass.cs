using MCFuser.Core;
using MCFuser.Core.Tiling;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tiling.Expressions;

/// <summary>Tiling expressions that have the same program inside a block, and the one that stands for them.</summary>
public sealed record ExpressionClass(TilingExpression Representative, string BlockProgram, EquatableArray<TilingExpression> Members)
{
    /// <summary>The classes of some expressions, in the order of their first members.</summary>
    /// <param name="unit">The axes whose loops have one tile and are deleted.</param>
    public static EquatableArray<ExpressionClass> Group(ChainFlow flow, IEnumerable<TilingExpression> expressions, IEnumerable<string> unit) =>
        expressions.GroupBy(e => Key(flow, e, unit))
            .Select(g => new ExpressionClass(g.OrderBy(e => e.IsDeep).First(), g.Key, g.ToEquatableArray()))
            .ToEquatableArray();

    /// <summary>The in-block loops around each compute: two expressions with the same text have the same program in a block.</summary>
    private static string Key(ChainFlow flow, TilingExpression expression, IEnumerable<string> unit)
    {
        var paths = new StepPaths(flow, expression, unit);
        return string.Join(" ", flow.Chain.Steps.Select(s => $"{s.Target.Name}({string.Join(".", paths[s])})"));
    }
}
