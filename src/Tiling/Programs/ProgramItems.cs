using MCFuser.Core;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tiling.Programs;

/// <summary>The statements of a tile program in order, each with the in-block loops around it.</summary>
public sealed class ProgramItems
{
    private readonly List<(EquatableArray<string> Path, TileStatement Statement)> _items = [];

    public void Add(EquatableArray<string> path, TileStatement statement) => _items.Add((path, statement));

    /// <summary>
    /// Adds a statement before the outermost loop of the last item's path that lies deeper than <paramref name="depth"/>: directly before the last
    /// item where there is none.
    /// </summary>
    public void AddBeforeLoop(int depth, EquatableArray<string> path, TileStatement statement) =>
        _items.Insert(LoopList.StartOfInstance(_items, i => i.Path, _items.Count - 1, depth), (path, statement));

    /// <summary>True where an equal statement already stands in the same instance of the loops that the last item stands in.</summary>
    public bool IsThere(EquatableArray<string> path, TileStatement statement) =>
        Enumerable.Range(0, _items.Count).Any(i => _items[i].Statement == statement && _items[i].Path == path
            && LoopList.ShareInstance(_items, s => s.Path, i, _items.Count - 1, path));

    public EquatableArray<TileStatement> ToTree(Func<string, EquatableArray<TileStatement>, TileStatement> loop) =>
        LoopList.Build(_items, i => i.Path, i => i.Statement, loop);
}
