using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Verification;

/// <summary>
/// An axis runs over the whole dimension that it indexes; any other index stays within the dimension at every point.
/// What an integer tensor holds is known only at run time.
/// </summary>
internal static class IndexRule
{
    public static void Check(GraphScope scope, IndexExpression index, Tensor tensor, Axis dimension)
    {
        if (!ExtentRule.IsValid(dimension.Extent) || !HasValidExtents(scope, index)) return;
        if (index is IndexAxis(var name))
        {
            var axis = scope.FindAxis(name)!;
            if (!SameExtent(axis, dimension)) scope.Report.On(index, FrontendErrors.ExtentsDisagree(axis, tensor, dimension));
        }
        else if (IndexRange.Of(index, scope) is { } range && !range.Within(ExtentRule.Low(dimension.Extent)))
        {
            scope.Report.On(index, FrontendErrors.IndexLeavesDimension(index, range.ToString(), tensor, dimension));
        }
    }

    /// <summary>Two dynamic axes may differ at run time, whatever their bounds.</summary>
    private static bool SameExtent(Axis axis, Axis dimension) =>
        axis.Name == dimension.Name || (axis.Extent is ConstantExtent && axis.Extent == dimension.Extent);

    private static bool HasValidExtents(GraphScope scope, IndexExpression index) =>
        index.SelfAndDescendants().All(i => i switch
        {
            IndexAxis(var axis) => IsValid(scope, axis),
            IndexExtent(var axis) => IsValid(scope, axis),
            _ => true,
        });

    private static bool IsValid(GraphScope scope, string axis) => scope.FindAxis(axis) is { } known && ExtentRule.IsValid(known.Extent);
}
