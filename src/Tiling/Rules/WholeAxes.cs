using MCFuser.Core.Chains;

namespace MCFuser.Tiling.Rules;

/// <summary>
/// The axes that must stay whole: reduced by one step and looped over by a later one that needs the finished result (a mean subtracted from the row
/// it was taken of), or the axis of a softmax. A softmax that may run online does not pin its axis.
/// </summary>
public static class WholeAxes
{
    public static IReadOnlySet<string> Of(ChainFlow flow) => (
        from step in flow.Chain.Steps
        where !(step is SoftmaxStep softmax && flow.IsOnline(softmax))
        from axis in step.Reduced
        where step is SoftmaxStep || flow.Downstream(step).Any(s => s.Loops.Contains(axis))
        select axis).ToHashSet();
}
