namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>A state is set once outside of the loops that accumulate, updated inside them, and read after them.</summary>
internal static class StateChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var state in view.Program.States)
        {
            var inits = view.Sites.Where(s => s.Statement is Init init && init.State == state.Name).ToList();
            var updates = view.Updates(state).ToList();
            if (inits.Count != 1) view.Report($"state {state.Name} is initialised {inits.Count} times");
            if (updates.Count == 0) view.Report($"state {state.Name} is never updated");
            foreach (var init in inits.Where(i => i.Loops.Any(l => state.Axes.Contains(l.Axis))))
                view.Report(init, $"state {state.Name} is reset for every tile of an axis that it accumulates over");
            foreach (var update in updates)
            {
                Reduction(view, state, update);
                if (inits.Count == 1) Update(view, state, inits[0], update);
            }

            foreach (var site in view.Sites) Uses(view, state, updates, site);
        }
    }

    private static void Update(ProgramView view, TileState state, Site init, Site update)
    {
        if (init.Order > update.Order)
        {
            view.Report(update, $"state {state.Name} is updated before it is initialised");
            return;
        }

        foreach (var part in state.Parts)
        {
            if (DataFlowChecks.Obstacle(init, update, view.Buffer(part)) is { } obstacle)
                view.Report(update, $"part {part} of state {state.Name} {obstacle}");
        }

        foreach (var loop in update.AroundButNot(init).Select(s => s.Statement).OfType<For>().Where(l => !state.Axes.Contains(l.Axis)))
        {
            foreach (var part in state.Parts.Where(p => !view.IsScale(p) && !KeepsTiles(view.Buffer(p), loop.Axis)))
                view.Report(update, $"state {state.Name} mixes the tiles of axis {loop.Axis}: its part {part} does not keep them apart");
        }
    }

    private static bool KeepsTiles(TileBuffer buffer, string axis) =>
        buffer.Dimensions.Any(d => d.Axis == axis && d.Live != LiveRange.Tile);

    /// <summary>An axis that an update reduces tile by tile is one that the state accumulates over.</summary>
    private static void Reduction(ProgramView view, TileState state, Site site)
    {
        var reduced = site.Statement switch
        {
            Contract contract => contract.Axes,
            Update update => view.Buffer(update.Source).Axes.Except(view.Buffer(state.Parts[0]).Axes).Where(a => !view.IsSingle(a)),
            _ => [],
        };
        foreach (var axis in reduced.Where(a => view.IsLooped(site, a) && !state.Axes.Contains(a)))
            view.Report(site, $"axis {axis} is reduced tile by tile, and state {state.Name} does not accumulate over it");
        foreach (var loop in site.Loops.Where(l => l.Binding is GridLoop && state.Axes.Contains(l.Axis)))
            view.Report(site, $"state {state.Name} accumulates over axis {loop.Axis}, whose tiles lie in different blocks of the grid");
    }

    private static void Uses(ProgramView view, TileState state, List<Site> updates, Site site)
    {
        var loops = updates.SelectMany(u => u.Around).Where(a => a.Statement is For loop && state.Axes.Contains(loop.Axis));
        var shared = loops.FirstOrDefault(site.IsInside);
        foreach (var part in IncompleteUses(view, state, site))
        {
            if (updates.Any(u => u.Order > site.Order)) view.Report(site, $"{part} is used before the last update of state {state.Name}");
            else if (shared is not null) view.Report(site, $"{part} is used inside {shared}, before the last update of state {state.Name}");
        }
    }

    /// <summary>The parts that a statement uses as if they were complete.</summary>
    private static IEnumerable<string> IncompleteUses(ProgramView view, TileState state, Site site)
    {
        if (site.Statement is Init || view.IsRescale(site.Statement)) return [];
        if (site.Statement is Combine combine) return combine.State == state.Name ? state.Parts.Take(1) : [];
        var used = site.Statement.Reads(view);
        if (!ProgramView.IsUpdate(site.Statement, state)) used = used.Concat(site.Statement.Writes(view)).Distinct();
        return used.Where(p => state.Parts.Contains(p) && !view.IsScale(p));
    }
}
