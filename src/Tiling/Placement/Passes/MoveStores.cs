using MCFuser.Core;

namespace MCFuser.Tiling.Placement.Passes;

/// <summary>
/// Sinks each store behind the loops that still reduce its tile and hoists it out of the loops that do not index it, so that every element is
/// written once, when it is finished. Tiles that stayed alive are stored in a loop of their own.
/// </summary>
public static class MoveStores
{
    public static LoopPlacement Run(LoopPlacement placement)
    {
        var paths = new StepPaths(placement.Flow, placement.Candidate.Tiling, DeleteUnitLoops.UnitAxes(placement));
        var statements = placement.Statements.ToList();
        foreach (var store in placement.Statements.Where(s => s.Kind == StatementKind.Store))
        {
            var step = placement.Flow.Chain.FindStep(store.Tensor)!;
            var moved = store with { Path = paths.Follow([step], step.Target.Axes) };
            var at = statements.IndexOf(store);
            statements.RemoveAt(at);
            statements.Insert(EndOfInstance(statements, at - 1, LoopList.CommonPrefix(store.Path, moved.Path)), moved);
        }

        return placement with { Statements = statements.ToEquatableArray() };
    }

    private static int EndOfInstance(List<PlacedStatement> statements, int index, int depth)
    {
        var prefix = statements[index].Path.Take(depth + 1).ToEquatableArray();
        if (prefix.Count <= depth) return index + 1;
        while (index < statements.Count && statements[index].Path.StartsWith(prefix)) index++;
        return index;
    }
}
