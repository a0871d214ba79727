using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Verification;

/// <summary>Extents are positive and bounded; the bounds of a dynamic one are in order.</summary>
internal static class ExtentRule
{
    public static void Check(GraphScope scope)
    {
        foreach (var axis in scope.Graph.Axes.Where(a => !IsValid(a.Extent)))
            scope.Report.On(axis, 0, FrontendErrors.ExtentOutOfRange(axis.Name, axis.Extent));
    }

    public static bool IsValid(Extent extent) => Low(extent) >= 1 && Low(extent) <= High(extent) && High(extent) <= Limits.Elements;

    public static long Low(Extent extent) => extent is SymbolicExtent(var low, _) ? low : extent.Value;

    public static long High(Extent extent) => extent is SymbolicExtent(_, var high) ? high : extent.Value;
}
