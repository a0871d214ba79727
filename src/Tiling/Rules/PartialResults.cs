using MCFuser.Core;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tiling.Rules;

/// <summary>Rule 2: drops programs in which a loop that indexes an intermediate lies inside that intermediate's own reduction.</summary>
public static class PartialResults
{
    public const string Name = "rule 2: partial results";

    public const string Sentence = "a program that would keep unfinished tiles of an intermediate alive is dropped";

    public static EquatableArray<ExpressionClass> Apply(ChainFlow flow, EquatableArray<ExpressionClass> classes) =>
        classes.Where(c => Legality.PartialResult(flow, new StepPaths(flow, c.Representative, unit: [])) is null).ToEquatableArray();
}
