namespace MCFuser.Search.Models.Cpu;

/// <summary>
/// What the roofline of a CPU needs beyond its <see cref="Core.Devices.DeviceSpec"/>: the shape of the microkernel and what each kind of work costs,
/// in clock cycles of one core. Unless said otherwise fitted to 576 stratified candidates of two-contraction chains and attentions in f32 and f16,
/// executed by one core of a Zen 4 server: the estimates then lie within 10 % of the measurements (root mean square).
/// </summary>
public sealed record CpuConstants
{
    /// <summary>f32 elements of a vector: one of AVX-512 or two of AVX2, which take a cycle alike.</summary>
    public int Lanes { get; init; } = 16;

    /// <summary>Vectors in a row of the register tile: 4 with AVX-512 (x64-v4), 1 with AVX2.</summary>
    public int Vectors { get; init; } = 4;

    /// <summary>Fused multiply-adds of whole vectors a cycle: the peak over 2 · lanes · clock.</summary>
    public double VectorsPerCycle { get; init; } = 1;

    /// <summary>A multiply-add that waits for another: fewer registers than this many cycles leave the unit idle.</summary>
    public double LatencyCycles { get; init; } = 4;

    /// <summary>A row of the right operand from the second cache, where rows a stride apart do not stay in the first.</summary>
    public double StridedCycles { get; init; } = 8.5;

    /// <summary>One register tile once: the call, loop set-up.</summary>
    public double RegisterTileCycles { get; init; } = 45;

    /// <summary>A register of the tile once: cleared, read and written back.</summary>
    public double AccumulatorCycles { get; init; } = 1.1;

    /// <summary>A vector of a tile filled from memory in its order.</summary>
    public double CopyCycles { get; init; } = 9;

    /// <summary>A vector of a tile filled across the order of memory.</summary>
    public double TransposeCycles { get; init; } = 8;

    /// <summary>A vector converted from or to another type.</summary>
    public double ConvertCycles { get; init; } = 3;

    /// <summary>An element converted by itself: what is left of a row after whole pairs of vectors.</summary>
    public double ConvertElementCycles { get; init; } = 6;

    /// <summary>An element at a place of its own.</summary>
    public double ScatteredCycles { get; init; } = 10;

    /// <summary>A row of a tile, whatever its length.</summary>
    public double RowCycles { get; init; } = 22;

    /// <summary>A row of a softmax, whatever its length: the maximum and the sum across a vector, the scale.</summary>
    public double SoftmaxRowCycles { get; init; } = 135;

    /// <summary>A plain operation on a vector, operands from the cache.</summary>
    public double PlainCycles { get; init; } = 0.3;

    /// <summary>An exponential of a vector, with the passes of a softmax over it.</summary>
    public double SpecialCycles { get; init; } = 17;

    /// <summary>A statement once: bounds, views, the call.</summary>
    public double StatementCycles { get; init; } = 60;

    /// <summary>A task once: taken from the queue, its tiles set up.</summary>
    public double TaskCycles { get; init; } = 200;

    /// <summary>The first-level cache of a core.</summary>
    public long L1Bytes { get; init; } = 32 << 10;

    /// <summary>Bytes a core reads in a cycle from its second-level cache (117 GB/s at 3.67 GHz), beyond it (96 GB/s).</summary>
    public double L2BytesPerCycle { get; init; } = 32;

    public double L3BytesPerCycle { get; init; } = 26;

    public static CpuConstants Of(string arch) => new() { Vectors = arch == "x64-v4" ? 4 : 1 };
}
