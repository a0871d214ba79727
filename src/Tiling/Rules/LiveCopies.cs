using MCFuser.Core.Devices;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tiling.Rules;

/// <summary>
/// How many candidates fit when every live copy counts: rule 4 takes one tile of the result, but <c>nhk</c> and <c>n(k,h)</c> keep H/Th of them alive.
/// </summary>
public static class LiveCopies
{
    public static long Fitting(SearchSpace space, DeviceSpec device)
    {
        var flow = new ChainFlow(space.Chain);
        var memory = new SharedMemory(space.Chain, device);
        return space.Classes.Sum(c =>
        {
            var alive = Alive(flow, c);
            return TileCounts.Fitting(space.Chain, space.Sizes, t => memory.FitsLive(t, alive)).Values.Sum();
        });
    }

    /// <summary>For each step, the tiled axes (bit i: axis i) of which the class keeps every tile alive.</summary>
    private static Dictionary<string, int> Alive(ChainFlow flow, ExpressionClass expression)
    {
        var paths = new StepPaths(flow, expression.Representative, unit: []);
        var axes = flow.Chain.TiledAxes.Select(a => a.Name).ToList();
        return flow.Chain.Steps.ToDictionary(s => s.Target.Name, s => paths.KeptAlive(s).Aggregate(0, (mask, a) => mask | (1 << axes.IndexOf(a))));
    }
}
