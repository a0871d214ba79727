namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>The copies that a split loop makes of a state are merged before the state is read.</summary>
internal static class SplitChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var state in view.Program.States)
        {
            var splits = view.Sites.Where(s => s.Statement is For { Binding: SplitLoop } && Copies(view, state, s)).ToList();
            var combines = Combines(view, state.Name).ToList();
            foreach (var combine in combines.Where(c => !splits.Any(s => Merges(c, s))))
                view.Report(combine, $"no split loop above makes copies of state {state.Name} to combine");
            foreach (var split in splits) Split(view, state, split, combines.Where(c => Merges(c, split)).ToList());
            if (state.RescaledBy is not { } softmax) continue;
            foreach (var combine in combines.Where(c => Combines(view, softmax).Any(s => s.Order > c.Order)))
                view.Report(combine, $"state {softmax} is combined after the sum {state.Name} that it rescales");
        }
    }

    private static void Split(ProgramView view, TileState state, Site split, List<Site> combines)
    {
        if (combines.Count != 1) view.Report(split, $"the copies of state {state.Name} are combined {combines.Count} times");
        foreach (var read in view.Sites.Where(s => s.Order > split.Order && !view.IsRescale(s.Statement)))
        {
            foreach (var part in read.Statement.Reads(view).Where(p => state.Parts.Contains(p) && !view.IsScale(p)))
            {
                if (!combines.Any(c => c.Order < read.Order && DataFlowChecks.Obstacle(c, read, view.Buffer(part)) is null))
                    view.Report(read, $"{part} is read before the copies of state {state.Name} are combined");
            }
        }
    }

    private static bool Copies(ProgramView view, TileState state, Site split) =>
        view.Updates(state).Any(u => u.IsInside(split))
        && !view.Sites.Any(s => s.Statement is Init init && init.State == state.Name && s.IsInside(split));

    private static IEnumerable<Site> Combines(ProgramView view, string state) =>
        view.Sites.Where(s => s.Statement is Combine combine && combine.State == state);

    private static bool Merges(Site combine, Site split) =>
        combine.Order > split.Order && !combine.IsInside(split)
        && combine.Statement is Combine(_, var scope) && split.Statement is For { Binding: SplitLoop binding } && binding.Scope == scope;
}
