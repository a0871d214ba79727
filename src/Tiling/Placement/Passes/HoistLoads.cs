using MCFuser.Core;

namespace MCFuser.Tiling.Placement.Passes;

/// <summary>
/// Moves each load out of the loops that do not index its tile, directly before the outermost of them, and drops a load whose tile is already there.
/// </summary>
public static class HoistLoads
{
    public static LoopPlacement Run(LoopPlacement placement)
    {
        var statements = placement.Statements.ToList();
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i].Kind != StatementKind.Load) continue;
            var load = statements[i];
            var depth = load.Path.Count;
            while (depth > 0 && !load.Axes.Contains(load.Path[depth - 1])) depth--;
            var hoisted = load with { Path = load.Path.Take(depth).ToEquatableArray() };
            var place = LoopList.StartOfInstance(statements, s => s.Path, i, depth);
            var isThere = Enumerable.Range(0, i).Any(j => statements[j].LoadsSame(hoisted) && statements[j].Path == hoisted.Path
                && LoopList.ShareInstance(statements, s => s.Path, j, i, hoisted.Path));
            statements.RemoveAt(i);
            if (isThere) i--;
            else statements.Insert(place, hoisted);
        }

        return placement with { Statements = statements.ToEquatableArray() };
    }
}
