using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>
/// The axes of what is read agree with the axes of what is written. A dimension that holds one element a tile, and an axis with one
/// position a tile,
/// name a single element and need no partner.
/// </summary>
internal static class ValueChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var site in view.Sites)
        {
            switch (site.Statement)
            {
                case Map map:
                    Map(view, site, map);
                    break;
                case Contract contract:
                    Contract(view, site, contract);
                    break;
                case Update update:
                    Update(view, site, update);
                    break;
                case Finish finish:
                    var softmax = view.State(finish.State);
                    if (softmax.Monoid != Monoid.Softmax) view.Report(site, $"{finish.State} is no softmax state and needs no finish");
                    foreach (var axis in Missing(view, finish.Source, finish.Destination))
                        view.Report(site, $"{finish.Destination} lacks axis {axis} of {finish.Source}");
                    foreach (var axis in Missing(view, softmax.Parts[^1], finish.Source))
                        view.Report(site, $"{finish.Source} lacks axis {axis} of state {finish.State}");
                    break;
            }
        }
    }

    private static void Map(ProgramView view, Site site, Map map)
    {
        foreach (var buffer in map.Value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer).Distinct())
        {
            foreach (var axis in Missing(view, buffer, map.Destination))
                view.Report(site, $"{map.Destination} lacks axis {axis} of {buffer}");
        }

        foreach (var axis in map.Value.SelfAndDescendants().OfType<AxisIndex>().Select(a => a.Axis).Distinct())
        {
            if (!Positions(view, map.Destination).Contains(axis) && !(view.IsSingle(axis) && view.IsBound(site, axis)))
                view.Report(site, $"the value uses the index of axis {axis}, which {map.Destination} lacks");
        }
    }

    private static void Contract(ProgramView view, Site site, Contract contract)
    {
        if (view.StateOfPart(contract.Accumulator) is not { Monoid: Monoid.Sum })
            view.Report(site, $"{contract.Accumulator} is no part of a sum state");
        if (contract.Axes.Count == 0) view.Report(site, "no axis is reduced");
        var accumulator = Positions(view, contract.Accumulator).ToHashSet();
        var operands = Positions(view, contract.Left).Concat(Positions(view, contract.Right)).Distinct().ToList();
        foreach (var axis in contract.Axes)
        {
            if (accumulator.Contains(axis)) view.Report(site, $"axis {axis} is reduced and is an axis of {contract.Accumulator}");
            if (!operands.Contains(axis)) view.Report(site, $"axis {axis} is reduced and is an axis of neither operand");
        }

        foreach (var axis in operands.Where(a => !accumulator.Contains(a) && !contract.Axes.Contains(a) && !view.IsSingle(a)))
            view.Report(site, $"axis {axis} of an operand is not reduced and {contract.Accumulator} lacks it");
    }

    private static void Update(ProgramView view, Site site, Update update)
    {
        var state = view.State(update.State);
        foreach (var axis in Missing(view, state.Parts[0], update.Source))
            view.Report(site, $"{update.Source} lacks axis {axis} of state {state.Name}");
        if (update.Destination is not { } destination) return;
        if (state.Monoid != Monoid.Softmax)
            view.Report(site,
                $"only the update of a softmax state writes a destination; {state.Name} is {state.Monoid.ToString().ToLowerInvariant()}");
        foreach (var axis in Missing(view, update.Source, destination))
            view.Report(site, $"{destination} lacks axis {axis} of {update.Source}");
    }

    private static IEnumerable<string> Positions(ProgramView view, string buffer) =>
        view.Buffer(buffer).Dimensions.Where(d => d.Live != LiveRange.PerTile).Select(d => d.Axis);

    private static IEnumerable<string> Missing(ProgramView view, string source, string destination) =>
        Positions(view, source).Except(Positions(view, destination)).Where(a => !view.IsSingle(a));
}
