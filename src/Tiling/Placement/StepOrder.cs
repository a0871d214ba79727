using MCFuser.Core;
using MCFuser.Core.Chains;

namespace MCFuser.Tiling.Placement;

/// <summary>
/// The order of the steps in a program: data flow, and among what it leaves open, steps that share loops stand together. Chosen from the last step
/// backwards, so that a step that only feeds a later loop is computed in that loop.
/// </summary>
public static class StepOrder
{
    public static EquatableArray<ChainStep> Of(ChainFlow flow, StepPaths paths)
    {
        var waiting = flow.Chain.Steps.ToList();
        var ordered = new List<ChainStep>();
        EquatableArray<string> next = [];
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(s => !waiting.Any(w => flow.Producers(w).Contains(s)));
            var chosen = ready.Reverse().MaxBy(s => LoopList.CommonPrefix(paths[s], next))!;
            waiting.Remove(chosen);
            ordered.Insert(0, chosen);
            next = paths[chosen];
        }

        return ordered.ToEquatableArray();
    }
}
