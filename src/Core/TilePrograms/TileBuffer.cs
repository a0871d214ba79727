using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms;

/// <summary>Where a buffer lives.</summary>
public enum MemoryScope
{
    /// <summary>An input or output of the kernel.</summary>
    Global,

    /// <summary>Device memory that only the kernel uses.</summary>
    Workspace,

    /// <summary>Shared memory of all blocks of a cluster.</summary>
    Cluster,

    Shared,

    Register,
}

/// <summary>What a dimension holds along its axis.</summary>
public enum LiveRange
{
    /// <summary>The current tile; written <c>m</c>.</summary>
    Tile,

    /// <summary>Every tile of the axis stays alive; written <c>m*</c>. Dimensions of global buffers are always whole.</summary>
    Whole,

    /// <summary>One element for each tile of the axis; written <c>#m</c>.</summary>
    PerTile,
}

public sealed record BufferDimension(string Axis, LiveRange Live);

/// <summary>A tensor in memory or a tile on chip. Row-major over its dimensions unless strides (in elements) are given.</summary>
public sealed record TileBuffer(
    string Name, DataType Type, MemoryScope Scope, EquatableArray<BufferDimension> Dimensions, EquatableArray<IndexExpression> Strides, int Alignment)
{
    public IEnumerable<string> Axes => Dimensions.Select(d => d.Axis);

    /// <summary>The live tiles that the buffer keeps beyond the current one, as a factor.</summary>
    public long Copies(Func<string, TileAxis> axis) =>
        Dimensions.Where(d => d.Live != LiveRange.Tile).Aggregate(1L, (copies, d) => copies * axis(d.Axis).Tiles);
}
