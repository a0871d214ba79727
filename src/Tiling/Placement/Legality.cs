using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Tiling;

namespace MCFuser.Tiling.Placement;

/// <summary>Whether a candidate can be executed at all, judged after the deletion of loops with one tile.</summary>
public static class Legality
{
    /// <summary>Why the candidate has no program, or null.</summary>
    public static string? Problem(ChainFlow flow, Candidate candidate)
    {
        var paths = new StepPaths(flow, candidate.Tiling, Passes.DeleteUnitLoops.UnitAxes(flow, candidate));
        return PartialResult(flow, paths)
            ?? flow.Chain.Steps.OfType<SoftmaxStep>().Select(s => TiledSoftmax(flow, paths, s)).FirstOrDefault(p => p is not null)
            ?? flow.Chain.Steps.Select(s => UnfinishedUse(flow, paths, s)).FirstOrDefault(p => p is not null)
            ?? LostTile(flow, paths, StepOrder.Of(flow, paths));
    }

    /// <summary>Rule 2: a loop that indexes an intermediate must not lie inside that intermediate's own reduction.</summary>
    public static string? PartialResult(ChainFlow flow, StepPaths paths) =>
        flow.Chain.Steps.Select(s => PartialResult(flow, paths, s)).FirstOrDefault(p => p is not null);

    private static string? PartialResult(ChainFlow flow, StepPaths paths, ChainStep step)
    {
        if (!flow.IsIntermediate(step) || step is SoftmaxStep) return null;
        var kept = paths.KeptAlive(step).FirstOrDefault();
        return kept is null
            ? null
            : $"the loop over '{kept}' stands inside the reduction of '{step.Target.Name}' over '{step.Reduced.First(paths[step].Contains)}', " +
              $"so unfinished tiles of '{step.Target.Name}' would have to be kept (rule 2)";
    }

    /// <summary>A softmax that may not run online, because its result itself is wanted, needs a row at a time.</summary>
    private static string? TiledSoftmax(ChainFlow flow, StepPaths paths, SoftmaxStep softmax) =>
        flow.IsOnline(softmax) || !paths[softmax].Contains(softmax.Axis)
            ? null
            : $"the softmax '{softmax.Target.Name}' is more than a factor of contractions over '{softmax.Axis}': '{softmax.Axis}' must stay whole (a tile of its extent)";

    /// <summary>What is reduced over an axis is finished only after its loop; a consumer inside that loop needs the axis whole.</summary>
    private static string? UnfinishedUse(ChainFlow flow, StepPaths paths, ChainStep step)
    {
        foreach (var producer in flow.Producers(step))
        {
            if (producer is SoftmaxStep softmax && flow.IsOnline(softmax)) continue;
            var axis = producer.Reduced.FirstOrDefault(a => paths[producer].Contains(a) && paths[step].Contains(a));
            if (axis is not null)
                return $"'{step.Target.Name}' runs over '{axis}' and needs '{producer.Target.Name}', which is finished only after the loop over '{axis}': " +
                       $"'{axis}' must stay whole (a tile of its extent)";
        }

        var outer = flow.Producers(step).Select(paths.Available).OrderByDescending(p => p.Count).FirstOrDefault();
        return flow.Producers(step).Select(paths.Available).All(p => outer.StartsWith(p)) && paths[step].StartsWith(outer)
            ? null
            : $"the operands of '{step.Target.Name}' stand in loops that no order of statements brings together";
    }

    /// <summary>A tile is there for a consumer only if no loop around it ends between the two.</summary>
    private static string? LostTile(ChainFlow flow, StepPaths paths, EquatableArray<ChainStep> order)
    {
        var steps = order.ToList();
        for (var at = 0; at < steps.Count; at++)
        {
            var lost = flow.Producers(steps[at]).FirstOrDefault(p => !LoopList.ShareInstance(steps, s => paths[s], steps.IndexOf(p), at, paths.Available(p)));
            if (lost is not null) return $"the loops around '{lost.Target.Name}' end before '{steps[at].Target.Name}' reads it";
        }

        return null;
    }
}
