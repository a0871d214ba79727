namespace MCFuser.Search.Models.Cuda;

/// <summary>
/// What the roofline of a GPU needs beyond its <see cref="Core.Devices.DeviceSpec"/>. Latencies are in clock cycles; they differ little between sm_80
/// and sm_90.
/// </summary>
public sealed record CudaConstants
{
    /// <summary>Share of the tensor-core peak that mma.sync reaches: 0.85 of it on sm_80 to sm_89, 0.62 on sm_90, whose peak needs wgmma.</summary>
    public double MmaEfficiency { get; init; } = 0.85;

    /// <summary>A dependent mma.sync m16n8k16 after another (Sun et al., Dissecting Tensor Cores via Microbenchmarks, 2022).</summary>
    public double MmaLatency { get; init; } = 33;

    /// <summary>From global memory to shared memory, between an L2 hit (about 270) and a miss (about 560).</summary>
    public double LoadLatency { get; init; } = 450;

    /// <summary>ldmatrix or a store to shared memory until its result is there.</summary>
    public double SharedLatency { get; init; } = 30;

    /// <summary>A barrier of the block, arrival to departure.</summary>
    public double BarrierLatency { get; init; } = 30;

    /// <summary>Maximum and sum over a row: two shuffles each at about 25 cycles, with the arithmetic and the exponential between.</summary>
    public double RowReductionLatency { get; init; } = 160;

    /// <summary>From the last result to the end of the block.</summary>
    public double StoreLatency { get; init; } = 300;

    /// <summary>A merge across a cluster or through global memory: write, arrive, wait, read.</summary>
    public double CombineLatency { get; init; } = 1500;

    /// <summary>Bytes a processor reads from shared memory in a cycle: 32 banks of 4 bytes (CUDA C++ Programming Guide).</summary>
    public double SharedBytesPerClock { get; init; } = 128;

    /// <summary>Bytes a processor draws from L2 in a cycle.</summary>
    public double L2BytesPerClock { get; init; } = 64;

    /// <summary>Results of the special function unit in a cycle and processor (CUDA C++ Programming Guide, arithmetic throughput).</summary>
    public double SpecialPerClock { get; init; } = 16;

    /// <summary>Shared memory that the system keeps of each block, in bytes (sm_80 and later).</summary>
    public long ReservedSharedBytes { get; init; } = 1024;

    /// <summary>The part of what the longest term hides that is felt all the same: overlap is not perfect.</summary>
    public double ImperfectOverlap { get; init; } = 0.1;

    public static CudaConstants Of(string arch) => arch.StartsWith("sm_9", StringComparison.Ordinal) ? new CudaConstants { MmaEfficiency = 0.62 } : new CudaConstants();
}
