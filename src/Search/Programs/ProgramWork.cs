namespace MCFuser.Search.Programs;

/// <summary>What one statement of a tile program does, as far as its cost goes.</summary>
/// <param name="Loops">The loops in the block around it.</param>
/// <param name="Axes">The axes of the tile it ranges over.</param>
internal abstract record ProgramWork(WorkLoops Loops, int[] Axes);

/// <summary>How the elements of a tile lie in memory.</summary>
internal enum TransferOrder
{
    /// <summary>The tile's rows are contiguous.</summary>
    Rows,

    /// <summary>They are contiguous along another axis of the tile.</summary>
    Columns,

    /// <summary>They are not.</summary>
    Scattered,
}

/// <summary>A load or store between device memory and a tile.</summary>
/// <param name="Tensor">The number of the tensor among the inputs and outputs.</param>
/// <param name="Bytes">Bytes per element in memory.</param>
/// <param name="IsConverted">Whether the element type differs from f32.</param>
/// <param name="IsPipelined">A load that a serial loop repeats, so that it can run ahead.</param>
internal sealed record TransferWork(
    WorkLoops Loops, int[] Axes, int Tensor, int Bytes, TransferOrder Order, bool IsStore, bool IsConverted, bool IsPipelined) : ProgramWork(Loops, Axes)
{
    /// <summary>The axis along which memory is contiguous, where that is an axis of the tile; else -1.</summary>
    public required int Contiguous { get; init; }

    /// <summary>The grid loops, outermost first, and whether each selects another tile.</summary>
    public required (int Axis, bool Selects)[] Grid { get; init; }

    /// <summary>Of a tile that only contractions read, where it could be read in place: bytes between neighbours along each of its axes. Else empty.</summary>
    public required long[] Strides { get; init; }
}

/// <summary>A contraction of two tiles: [M, K] times [K, N] into [M, N], once for each point of the shared axes.</summary>
/// <param name="Axes">The axes of the result, the last one contiguous.</param>
/// <param name="Left">The load of the left operand; null for an intermediate.</param>
/// <param name="Right">The load of the right operand; null for an intermediate.</param>
internal sealed record ContractWork(
    WorkLoops Loops, int[] Axes, int[] M, int[] N, int[] K, int[] Shared, TransferWork? Left, TransferWork? Right) : ProgramWork(Loops, Axes);

internal enum PointKind
{
    Map,

    /// <summary>Elements of a row are folded together.</summary>
    Fold,

    /// <summary>A fold that also writes exponentials.</summary>
    Softmax,

    /// <summary>The product of a sum with the scale of a softmax: mostly 1.</summary>
    Rescale,
}

/// <summary>Arithmetic on each element of a tile.</summary>
internal sealed record PointWork(WorkLoops Loops, int[] Axes, double Plain, double Special, PointKind Kind = PointKind.Map) : ProgramWork(Loops, Axes);

/// <summary>The merging of the partial results of a split reduction.</summary>
internal sealed record CombineWork(WorkLoops Loops, int[] Axes) : ProgramWork(Loops, Axes);
