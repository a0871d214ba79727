namespace MCFuser.Search.Programs;

/// <summary>What one statement of a tile program does, as far as its cost goes.</summary>
/// <param name="Loops">The loops in the block around it.</param>
/// <param name="Axes">The axes of the tile it ranges over.</param>
internal abstract record ProgramWork(WorkLoops Loops, int[] Axes);

/// <summary>A load or store between device memory and a tile.</summary>
/// <param name="Tensor">The number of the tensor among the inputs and outputs.</param>
/// <param name="Bytes">Bytes per element in memory.</param>
/// <param name="IsConverted">Whether the element type differs from f32.</param>
/// <param name="IsTransposed">Whether neighbours in the tile are apart in memory.</param>
/// <param name="IsPipelined">A load that a serial loop repeats, so that it can run ahead.</param>
internal sealed record TransferWork(
    WorkLoops Loops, int[] Axes, int Tensor, int Bytes, bool IsStore, bool IsConverted, bool IsTransposed, bool IsPipelined) : ProgramWork(Loops, Axes);

/// <summary>A contraction of two tiles: [M, K] times [K, N] into [M, N], once for each point of the shared axes.</summary>
/// <param name="Axes">The axes of the result.</param>
internal sealed record ContractWork(
    WorkLoops Loops, int[] Axes, int[] M, int[] N, int[] K, int[] Shared, bool LeftIsLoaded, bool RightIsLoaded, int LoadedBytes) : ProgramWork(Loops, Axes);

/// <summary>Arithmetic on each element of a tile.</summary>
/// <param name="IsReduction">Whether elements of a row are folded together, as a softmax does.</param>
internal sealed record PointWork(WorkLoops Loops, int[] Axes, double Plain, double Special, bool IsReduction = false) : ProgramWork(Loops, Axes);

/// <summary>The merging of the partial results of a split reduction.</summary>
internal sealed record CombineWork(WorkLoops Loops, int[] Axes) : ProgramWork(Loops, Axes);
