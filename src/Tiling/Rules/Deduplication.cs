using MCFuser.Core;
using MCFuser.Core.Tiling;
using MCFuser.Tiling.Expressions;

namespace MCFuser.Tiling.Rules;

/// <summary>Rule 1: once the outer loops are bound to thread blocks, expressions with the same program inside a block are one.</summary>
public static class Deduplication
{
    public const string Name = "rule 1: deduplication";

    public const string Sentence = "with the outer loops on the grid, expressions whose blocks run the same program count once";

    public static EquatableArray<ExpressionClass> Apply(ChainFlow flow, EquatableArray<TilingExpression> expressions) =>
        ExpressionClass.Group(flow, expressions, unit: []);
}
