using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>Loops nest properly: no axis twice, the grid outermost, bounds over enclosing loops only.</summary>
internal static class LoopChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var site in view.Sites)
        {
            if (site.Statement is not (For or If)) continue;
            foreach (var axis in site.Statement.Indices().SelectMany(i => i.Axes()).Distinct().Where(a => !view.IsLooped(site, a)))
                view.Report(site, $"the position of axis {axis} is used outside of a loop over it");
            if (site.Statement is For loop) Loop(view, site, loop);
        }
    }

    private static void Loop(ProgramView view, Site site, For loop)
    {
        var axis = view.Axis(loop.Axis);
        if (axis.Role == AxisRole.Dimension)
            view.Report(site, $"no loop may run over axis {loop.Axis}, which is reached through an index only");
        if (site.Loops.Any(l => l.Axis == loop.Axis)) view.Report(site, $"axis {loop.Axis} is looped twice in one nest");
        if (loop.Low is IndexConstant(var low) && (low < 0 || low % axis.Tile != 0))
            view.Report(site, $"the loop starts at {low}, which is no multiple of the tile size {axis.Tile}");
        if (loop.Binding is SplitLoop { Parts: < 1 } split) view.Report(site, $"the loop is split into {split.Parts} parts");
        if (loop.Binding is not GridLoop) return;
        if (site.Around.Any(s => s.Statement is not For { Binding: GridLoop }))
            view.Report(site, "a grid loop stands inside a loop or test that is not on the grid");
        if (view.Sites.Any(s => s.Parent == site.Parent && s != site)) view.Report(site, "a grid loop stands beside other statements");
    }
}
