using System.Globalization;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cpu;

/// <summary>How many tasks a kernel has, and what memory each thread needs.</summary>
internal static class CpuSizes
{
    private const int CacheLine = 64;

    /// <summary>Tiles are computed in f32, whatever their type.</summary>
    private const int ElementBytes = 4;

    /// <summary>The tiles of the grid loops; their order is that of the loops, the innermost fastest.</summary>
    public static ManifestExpression Tasks(TileProgram program)
    {
        var factors = new List<string>();
        for (var body = program.Body; body is [For { Binding: GridLoop } loop]; body = loop.Body) factors.Add(Tiles(program, loop));
        return new ManifestExpression(factors.Count == 0 ? "1" : string.Join("*", factors));
    }

    /// <summary>All tiles of the program at once, each on cache lines of its own, with a copy of each state for every part of a split
    /// loop.</summary>
    public static ManifestExpression ScratchBytes(TileProgram program)
    {
        var constant = 0L;
        var dynamic = new List<string>();
        foreach (var buffer in program.Buffers.Where(b => b.Scope is MemoryScope.Cluster or MemoryScope.Shared or MemoryScope.Register))
        {
            var kept = buffer.Dimensions.Where(d => d.Live != LiveRange.Tile).Select(d => program.FindAxis(d.Axis));
            var open = kept.Where(a => a.Extent is SymbolicExtent);
            var fixedTiles = buffer.Dimensions.Aggregate(1L, (size, d) => checked(size * Elements(program.FindAxis(d.Axis), d.Live)));
            var bytes = (fixedTiles * ElementBytes * Parts(program, buffer) + CacheLine - 1) / CacheLine * CacheLine;
            var factors = string.Concat(open.Select(a => $"*{Tiles(a)}"));
            if (factors.Length == 0) constant = checked(constant + bytes);
            else dynamic.Add(bytes.ToString(CultureInfo.InvariantCulture) + factors);
        }

        return new ManifestExpression(string.Join(" + ", dynamic.Prepend(constant.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>The elements along a dimension, but for tiles whose number is open.</summary>
    private static long Elements(TileAxis axis, LiveRange live)
    {
        var tiles = live == LiveRange.Tile || axis.Extent is SymbolicExtent ? 1 : axis.Tiles;
        var tile = axis.Extent is ConstantExtent(var extent) ? Math.Min(axis.Tile, extent) : axis.Tile;
        return tiles * (live == LiveRange.PerTile ? 1 : tile);
    }

    private static long Parts(TileProgram program, TileBuffer buffer) => program.Body.WithNested().OfType<For>()
        .Where(l => l.Binding is SplitLoop && program.StatesUpdated(l.Body).Any(s => s.Parts.Contains(buffer.Name)))
        .Aggregate(1L, (parts, l) => parts * ((SplitLoop)l.Binding).Parts);

    /// <summary>A grid loop covers its axis, or constant bounds of it.</summary>
    private static string Tiles(TileProgram program, For loop)
    {
        var axis = program.FindAxis(loop.Axis);
        if (loop is not { Low: IndexConstant(var low), High: IndexConstant(var high) }) return Tiles(axis);
        if (axis.Extent is not ConstantExtent(var extent) || (low == 0 && high >= extent)) return Tiles(axis);
        return ((Math.Min(high, extent) - low + axis.Tile - 1) / axis.Tile).ToString(CultureInfo.InvariantCulture);
    }

    private static string Tiles(TileAxis axis) => axis.Extent switch
    {
        ConstantExtent when axis.IsUntiled => "1",
        _ when axis.Tile == 1 => axis.Name,
        _ => string.Create(CultureInfo.InvariantCulture, $"ceil({axis.Name}/{axis.Tile})"),
    };
}
