using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

internal static class ExtentBounds
{
    /// <summary>The extent, or the largest one that a symbol may take.</summary>
    public static long Upper(this Extent extent) => extent is SymbolicExtent(_, var high) ? high : extent.Value;
}
