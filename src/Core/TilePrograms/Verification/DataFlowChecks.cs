namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>What is read was written before, in every run that gets there, and is the current tile.</summary>
internal static class DataFlowChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var site in view.Sites)
        {
            foreach (var name in site.Statement.Reads(view))
            {
                if (view.Program.Inputs.Any(b => b.Name == name)) continue;
                var buffer = view.Buffer(name);
                var writes = view.Sites.Where(s => s.Order < site.Order && s.Statement.Writes(view).Contains(name));
                var obstacles = writes.Select(w => Obstacle(w, site, buffer)).ToList();
                if (!obstacles.Contains(null))
                    view.Report(site, obstacles.Count == 0 ? $"{name} is read before it is written" : $"{name} {obstacles[^1]}");
            }
        }
    }

    /// <summary>Why the value that one statement writes does not reach another one below it; null if it does.</summary>
    public static string? Obstacle(Site write, Site read, TileBuffer buffer)
    {
        foreach (var around in write.AroundButNot(read))
        {
            if (around.Statement is not For loop) return $"is read where it may not have been written: {write} stands inside {around}";
            if (loop.Binding is GridLoop) return $"is read outside of the grid loop over {loop.Axis} in which {write} wrote it";
            if (buffer.Dimensions.Any(d => d.Axis == loop.Axis && d.Live == LiveRange.Tile))
                return $"is stale: {write} wrote it for a tile of axis {loop.Axis}, and it is read outside of that loop";
        }

        return null;
    }
}
