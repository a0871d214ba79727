using MCFuser.Core;
using MCFuser.Core.Tiling;

namespace MCFuser.Tiling.Placement;

/// <summary>
/// Where every statement of a candidate stands: the axes on the grid, and the statements in order with the in-block loops around each.
/// Prints as <c>mh(n(k(LA,LB,CC),LD,CE),SE)</c>.
/// </summary>
public sealed record LoopPlacement(ChainFlow Flow, Candidate Candidate, EquatableArray<string> Grid, EquatableArray<PlacedStatement> Statements)
{
    /// <summary>How many tiles an axis has; 1 for an axis that the candidate does not tile is not implied: batch axes have their extent.</summary>
    public long Tiles(string axis)
    {
        var tile = Candidate.Tiles.FirstOrDefault(t => t.Axis == axis)?.Size ?? 1;
        return (Flow.Chain.Extent(axis) + tile - 1) / tile;
    }

    public override string ToString() => PlacementPrinter.Print(this);
}
