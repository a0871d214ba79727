using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>Joining contractions must not leave a kernel that no axis can spread over the device where each part has one.</summary>
internal sealed class GridAxisKept : IJoinRule
{
    public string? Refuse(Join join)
    {
        if (!join.JoinedChain.Contractions.Any() || HasGridAxis(join.JoinedChain)) return null;
        return join.Parts.All(HasGridAxis) ? "no axis would be left to run in parallel" : null;
    }

    private static bool HasGridAxis(OperatorChain chain) => chain.Axes.Any(a => a.Role switch
    {
        AxisRole.Batch or AxisRole.Outer => true,
        AxisRole.Spatial => chain.Outputs.All(o => chain.FindStep(o)!.Target.Axes.Contains(a.Name)),
        _ => false,
    });
}
