namespace MCFuser.Search.Models.Cpu;

/// <summary>
/// What the roofline of a CPU needs beyond its <see cref="Core.Devices.DeviceSpec"/>: the shape of the microkernel and what each kind of work costs,
/// in clock cycles of one core.
/// </summary>
public sealed record CpuConstants
{
    /// <summary>f32 elements of a vector: 16 with AVX-512 (x64-v4), 8 with AVX2.</summary>
    public required int Lanes { get; init; }

    /// <summary>Rows of the register tile.</summary>
    public int Rows { get; init; } = 6;

    /// <summary>Vectors in a row of the register tile.</summary>
    public int Vectors { get; init; } = 4;

    /// <summary>Fused multiply-adds of whole vectors a cycle: the peak over 2 · lanes · clock.</summary>
    public double VectorsPerCycle { get; init; } = 1;

    /// <summary>One register tile once: loop set-up, reading and writing the accumulators.</summary>
    public double RegisterTileCycles { get; init; } = 40;

    /// <summary>A vector of a tile filled from memory in its order.</summary>
    public double CopyCycles { get; init; } = 2;

    /// <summary>A vector of a tile filled across the order of memory.</summary>
    public double TransposeCycles { get; init; } = 16;

    /// <summary>A vector converted from or to another type.</summary>
    public double ConvertCycles { get; init; } = 16;

    /// <summary>A plain operation on a vector, operands from the cache.</summary>
    public double PlainCycles { get; init; } = 1;

    /// <summary>An exponential of a vector: 8 cycles per 16 elements by vreduceps, a polynomial of degree 5 and vscalefps.</summary>
    public double SpecialCycles { get; init; } = 8;

    /// <summary>A statement once: bounds, views, the call.</summary>
    public double StatementCycles { get; init; } = 100;

    /// <summary>A task once: taken from the queue, its tiles set up.</summary>
    public double TaskCycles { get; init; } = 500;

    /// <summary>The first-level cache of a core.</summary>
    public long L1Bytes { get; init; } = 32 << 10;

    /// <summary>Bytes a core reads in a cycle from its second-level cache (117 GB/s at 3.67 GHz), beyond it (96 GB/s).</summary>
    public double L2BytesPerCycle { get; init; } = 32;

    public double L3BytesPerCycle { get; init; } = 26;

    public static CpuConstants Of(string arch) => new() { Lanes = arch == "x64-v3" ? 8 : 16 };
}
