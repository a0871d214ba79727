namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>
/// Inside the loop that finds a maximum, exponentials are relative to the maximum so far. Such values, and what is computed from them,
/// may only go into sums
/// that the softmax state rescales.
/// </summary>
internal static class RelativeValueChecks
{
    public static void Run(ProgramView view)
    {
        var relative = new Dictionary<string, string>();
        foreach (var site in view.Sites)
        {
            var source = site.Statement is Init or Combine ? null : site.Statement.Reads(view).FirstOrDefault(relative.ContainsKey);
            switch (site.Statement)
            {
                case Update { Destination: { } destination } update when IsTiled(view, site, update):
                    relative[destination] = update.State;
                    break;
                case Map map when source is not null && !view.IsRescale(map):
                    relative[map.Destination] = relative[source];
                    break;
                case Load or Map:
                    relative.Remove(site.Statement.Writes(view).First());
                    break;
                case Contract contract when source is not null && view.StateOfPart(contract.Accumulator)?.RescaledBy != relative[source]:
                    Unscaled(site, contract.Accumulator, source);
                    break;
                case Update update when source is not null && view.State(update.State).RescaledBy != relative[source]:
                    Unscaled(site, $"state {update.State}", source);
                    break;
                case Store or Finish when source is not null:
                    view.Report(site, $"{source} is relative to the maximum so far of state {relative[source]}");
                    break;
            }
        }

        void Unscaled(Site site, string sum, string source) =>
            view.Report(site, $"{source} is relative to the maximum so far, and {sum} is not rescaled by state {relative[source]}");
    }

    private static bool IsTiled(ProgramView view, Site site, Update update) =>
        site.Loops.Any(l => view.State(update.State).Axes.Contains(l.Axis));
}
