using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>Reads the declarations of a tile program: axes, buffers, states and the schedule, a line each.</summary>
internal sealed class TileDeclarationParser(TileTokenReader reader, IndexParser indices)
{
    /// <summary>All declarations that start with a keyword.</summary>
    public EquatableArray<T> Lines<T>(string keyword, Func<T> declaration)
    {
        var lines = new List<T>();
        while (reader.TryTake(keyword))
        {
            lines.Add(declaration());
            reader.EndLine();
        }

        return lines.ToEquatableArray();
    }

    public TileAxis Axis()
    {
        var name = reader.Name("an axis");
        reader.Expect("=");
        var extent = Extent();
        reader.Expect("tile");
        var tile = Count();
        var role = reader.Choice<AxisRole>("role");
        var fused = new List<string>();
        if (reader.TryTake("fused"))
        {
            do fused.Add(reader.Name("an axis"));
            while (reader.Current.Kind == TileTokenKind.Name);
        }

        return new TileAxis(name, extent, tile, role, fused.ToEquatableArray());
    }

    public TileBuffer Buffer()
    {
        var name = reader.Name("a buffer");
        reader.Expect(":");
        var type = reader.Type();
        var scope = reader.Choice<MemoryScope>("memory scope");
        var dimensions = reader.List("[", "]", () => Dimension(scope));
        var strides = reader.TryTake("strides") ? indices.List() : [];
        reader.Expect("align");
        return new TileBuffer(name, type, scope, dimensions, strides, Count());
    }

    public TileState State()
    {
        var name = reader.Name("a state");
        reader.Expect("=");
        var monoid = reader.Choice<Monoid>("monoid");
        var axes = reader.List("[", "]", () => reader.Name("an axis"));
        var parts = reader.List("(", ")", () => reader.Name("a buffer"));
        if (!reader.TryTake("rescaled")) return new TileState(name, monoid, axes, parts, null);
        reader.Expect("by");
        return new TileState(name, monoid, axes, parts, reader.Name("a state"));
    }

    public Schedule Schedule()
    {
        reader.Expect("schedule", "warps");
        var warpsM = Count();
        reader.Expect("x");
        var warpsN = Count();
        reader.Expect("x");
        var warpsSplit = Count();
        reader.Expect("stages");
        var stages = Count();
        reader.Expect("cluster");
        return new Schedule(warpsM, warpsN, warpsSplit, stages, Count());
    }

    private Extent Extent()
    {
        var low = reader.Integer(1, long.MaxValue);
        return reader.TryTake("..") ? new SymbolicExtent(low, reader.Integer(low, long.MaxValue)) : new ConstantExtent(low);
    }

    private BufferDimension Dimension(MemoryScope scope)
    {
        if (reader.TryTake("#")) return new BufferDimension(reader.Name("an axis"), LiveRange.PerTile);
        var axis = reader.Name("an axis");
        var whole = reader.TryTake("*") || scope == MemoryScope.Global;
        return new BufferDimension(axis, whole ? LiveRange.Whole : LiveRange.Tile);
    }

    private int Count() => (int)reader.Integer(1, int.MaxValue);
}
