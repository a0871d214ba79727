using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Tiling;
using MCFuser.Tiling.Placement.Passes;

namespace MCFuser.Tiling.Placement;

/// <summary>The placement after one pass, and the bytes it moves.</summary>
public sealed record PlacementStage(string Pass, LoopPlacement Placement)
{
    public Int128 Bytes => Traffic.Bytes(Placement);
}

/// <summary>From a candidate to its placement: the passes in order.</summary>
public static class Placer
{
    public static EquatableArray<PlacementStage> Trace(OperatorChain chain, Candidate candidate)
    {
        var flow = new ChainFlow(chain);
        var written = PlacementAssembler.Assemble(flow, candidate, new StepPaths(flow, candidate.Tiling, unit: []));
        var deleted = DeleteUnitLoops.Run(written);
        var hoisted = HoistLoads.Run(deleted);
        var moved = MoveStores.Run(hoisted);
        return
        [
            new("as written", written),
            new("delete loops with one tile", deleted),
            new("hoist loads", hoisted),
            new("sink and hoist stores", moved),
        ];
    }

    public static LoopPlacement Place(OperatorChain chain, Candidate candidate) => Trace(chain, candidate)[^1].Placement;
}
