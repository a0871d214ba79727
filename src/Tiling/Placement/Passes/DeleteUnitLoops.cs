using MCFuser.Core.Tiling;

namespace MCFuser.Tiling.Placement.Passes;

/// <summary>
/// Deletes the loops that have one tile, and applies the order edges again: loads and stores that such a loop pinned become free to move.
/// A compute keeps its place (at Tk = K, <c>nhk</c> still recomputes C for each h tile).
/// </summary>
public static class DeleteUnitLoops
{
    public static LoopPlacement Run(LoopPlacement placement)
    {
        var paths = new StepPaths(placement.Flow, placement.Candidate.Tiling, UnitAxes(placement));
        return PlacementAssembler.Assemble(placement.Flow, placement.Candidate, paths);
    }

    public static IEnumerable<string> UnitAxes(LoopPlacement placement) => UnitAxes(placement.Flow, placement.Candidate);

    public static IEnumerable<string> UnitAxes(ChainFlow flow, Candidate candidate) =>
        candidate.Tiles.Where(t => t.Size >= flow.Chain.Extent(t.Axis)).Select(t => t.Axis);
}
