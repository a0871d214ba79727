using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>
/// In a graph that is too large for one kernel, contractions that were joined do not give up a grid axis in order to grow: attention
/// takes in the projection of its queries, whose rows are on the grid, but not that of its keys, which every block would compute again.
/// </summary>
internal sealed class GridOfChainKept(int mostContractions) : IJoinRule
{
    public string? Refuse(Join join)
    {
        if (join.Graph.Steps.Count(s => s is Contraction) <= mostContractions) return null;
        var needed = join.Parts.Where(c => c.Contractions.Count() > 1).SelectMany(GridAxes);
        var lost = needed.Except(GridAxes(join.JoinedChain)).FirstOrDefault();
        return lost is null ? null : $"the chain would lose axis {lost} from the grid";
    }

    private static IEnumerable<string> GridAxes(OperatorChain chain) =>
        chain.Axes.Where(a => a.Role is AxisRole.Batch or AxisRole.Outer).Select(a => a.Name);
}
