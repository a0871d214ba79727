using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Tiling;

namespace MCFuser.Tiling.Placement;

/// <summary>
/// Which loops a tiling expression puts on the grid: the outer axis always; a spatial axis of every output unless a loop around it reduces a step that
/// uses it (h of attention goes to the grid unless n encloses it). Batch axes are on the grid anyway and are not listed.
/// </summary>
public static class GridAxes
{
    public static EquatableArray<string> Of(ChainFlow flow, TilingExpression expression)
    {
        var nest = new LoopNest(expression);
        return expression.Axes.Where(axis => flow.Chain.FindAxis(axis).Role switch
        {
            AxisRole.Outer => true,
            AxisRole.Spatial => IsInEveryOutput(flow, axis) && !IsEnclosedByItsReduction(flow, nest, axis),
            _ => false,
        }).ToEquatableArray();
    }

    private static bool IsInEveryOutput(ChainFlow flow, string axis) =>
        flow.Chain.Steps.Where(flow.IsOutput).All(s => s.Target.Axes.Contains(axis));

    private static bool IsEnclosedByItsReduction(ChainFlow flow, LoopNest nest, string axis) =>
        flow.Chain.Steps.Any(s => s.Loops.Contains(axis) && s.Reduced.Any(r => r != axis && flow.Loops(s).Contains(r) && nest.Encloses(r, axis)));
}
