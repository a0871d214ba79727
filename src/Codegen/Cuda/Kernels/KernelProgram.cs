using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Cuda.Kernels;

/// <summary>
/// One kernel in terms of what a GPU has: tiles in shared memory, copies that run ahead, barriers, operands and accumulators of tensor cores.
/// It lies between the tile program, which knows none of these, and the text, which only spells it out.
/// </summary>
/// <param name="RowWarps">Warps that share the rows of a tile; each has a multiple of 16 of them.</param>
/// <param name="Parts">Groups of <c>RowWarps</c> warps that a split loop is dealt out to; 1 without one.</param>
/// <param name="BlockParts">Blocks that a split loop is dealt out to; 1 without one.</param>
/// <param name="MinBlocks">Blocks that shall fit one multiprocessor at once: what the compiler may not use up in registers.</param>
/// <param name="SharedBytes">Dynamic shared memory of a block.</param>
/// <param name="WorkspaceBytes">Device memory for what blocks exchange, without the tickets; 0 without a grid split.</param>
public sealed record KernelProgram(
    string Name,
    int RowWarps,
    int Parts,
    int BlockParts,
    int MinBlocks,
    int SharedBytes,
    long WorkspaceBytes,
    EquatableArray<KernelAxis> Axes,
    EquatableArray<GlobalTensor> Tensors,
    EquatableArray<SharedTile> Tiles,
    EquatableArray<RegisterValue> Registers,
    EquatableArray<CopyPipeline> Pipelines,
    EquatableArray<KernelStatement> Body)
{
    public int PartThreads => 32 * RowWarps;

    public int Threads => PartThreads * Parts;

    public IEnumerable<KernelAxis> Grid => Axes.Where(a => a.Use == AxisUse.Grid);

    public KernelAxis Axis(string name) => Axes.First(a => a.Name == name);

    public GlobalTensor Tensor(string name) => Tensors.First(t => t.Name == name);

    public SharedTile Tile(string name) => Tiles.First(t => t.Name == name);

    public RegisterValue Register(string name) => Registers.First(r => r.Name == name);

    public CopyPipeline Pipeline(string name) => Pipelines.First(p => p.Name == name);

    public override string ToString() => KernelPrinter.Print(this);
}

public enum AxisUse
{
    /// <summary>A block has one tile of it.</summary>
    Grid,

    /// <summary>A loop of the kernel runs over its tiles.</summary>
    Loop,

    /// <summary>One tile holds all of it.</summary>
    Whole,
}

/// <summary>An axis and its tile size, in positions. On the grid it starts at <c>Low</c>, and there are <c>Tiles</c> of it.</summary>
/// <param name="Descending">The blocks that start first take the last tiles: under a causal mask those are the longest.</param>
public sealed record KernelAxis(string Name, long Extent, int Tile, AxisUse Use, long Low = 0, long Tiles = 1, bool Descending = false)
{
    /// <summary>The last tile has positions beyond the extent.</summary>
    public bool IsRagged => Extent % Tile != 0;
}

/// <summary>An input or output in device memory; strides in elements.</summary>
public sealed record GlobalTensor(string Name, DataType Type, EquatableArray<long> Extents, EquatableArray<long> Strides, bool IsOutput)
{
    public long Elements => Extents.Aggregate(1L, (n, e) => checked(n * e));
}

/// <summary>Who shares a tile, and who meets at a barrier.</summary>
public enum KernelScope
{
    Warp,
    Part,
    Block,
}

/// <summary>
/// A matrix in shared memory, swizzled, its columns contiguous; rows and columns are multiples of 16. Tiles of a pipeline have an
/// <c>Offset</c> within a slot of it, others within the block's shared memory; a tile of a part stands once for each.
/// </summary>
public sealed record SharedTile(
    string Name, DataType Type, string RowAxis, int Rows, string ColumnAxis, int Columns, KernelScope Scope, string? Pipeline, int Offset)
{
    public int Bytes => Rows * Columns * Type.Bytes();
}

/// <summary>What a warp holds in registers.</summary>
public abstract record RegisterValue(string Name);

/// <summary>f32 accumulators of the warp's rows and of columns from the part's first.</summary>
public sealed record Accumulators(string Name, string RowAxis, int Rows, string ColumnAxis, int Columns, bool IsDealt) : RegisterValue(Name);

/// <summary>A left operand of tensor cores: the warp's rows, 16-bit elements.</summary>
public sealed record OperandRegisters(string Name, DataType Type, int Rows, int Depth) : RegisterValue(Name);

/// <summary>An f32 value for each of the warp's rows.</summary>
public sealed record RowValues(string Name, string RowAxis, int Rows) : RegisterValue(Name);

/// <summary>Running maximum and sum of exponentials for each of the warp's rows.</summary>
public sealed record SoftmaxRows(string Name, string RowAxis, int Rows) : RegisterValue(Name);

/// <summary>A tile copied from global memory. <c>Origin</c> is its first element: an index for each dimension of the tensor.</summary>
/// <param name="Width">Bytes moved at once: 16, 8 or 4, asynchronously; 0 for element by element.</param>
public sealed record TileCopy(
    string Tile, string Tensor, EquatableArray<IndexExpression> Origin, long RowStride, int Width, bool RowEdge, bool ColumnEdge);

/// <summary>
/// Copies that run ahead of the loops which use them. The innermost level advances with every step, an outer one each time the levels inside it are through.
/// A step's copies are one group; <c>Ahead</c> groups are under way before the first step.
/// </summary>
/// <param name="IsLoaded">All steps are copied before the first: nothing is left to copy in the loop.</param>
public sealed record CopyPipeline(string Name, EquatableArray<PipelineLevel> Levels, int Ahead, bool IsLoaded, KernelScope Scope);

/// <summary>The copies for each tile of one loop, into a ring of <c>Slots</c>.</summary>
public sealed record PipelineLevel(string Axis, EquatableArray<TileCopy> Copies, int Slots, int SlotBytes, int Offset);
