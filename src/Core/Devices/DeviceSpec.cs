namespace MCFuser.Core.Devices;

public enum DeviceKind
{
    Cpu,
    Cuda,
}

/// <summary>
/// What the performance models and the fit tests know of a device. Read from <c>Devices/*.json</c>; every number there has a source.
/// For a CPU a processor is a core, and shared memory is the cache that a core owns.
/// </summary>
public sealed record DeviceSpec
{
    public required string Name { get; init; }

    public required DeviceKind Kind { get; init; }

    /// <summary><c>sm_80</c> and so on; <c>x64-v3</c> or <c>x64-v4</c> for a CPU.</summary>
    public required string Arch { get; init; }

    /// <summary>Streaming multiprocessors, or cores.</summary>
    public required int Processors { get; init; }

    public required double ClockGigahertz { get; init; }

    /// <summary>Peak FLOP/s in units of 1e12, with f32 accumulation, dense.</summary>
    public required double TeraflopsF16 { get; init; }

    public required double TeraflopsBF16 { get; init; }

    public required double TeraflopsTF32 { get; init; }

    public required double TeraflopsF32 { get; init; }

    /// <summary>Bandwidth of device memory, in units of 1e9 bytes a second.</summary>
    public required double MemoryGigabytesPerSecond { get; init; }

    public required double L2GigabytesPerSecond { get; init; }

    public required long L2Bytes { get; init; }

    /// <summary>The most shared memory one block may use (with opt-in), in bytes.</summary>
    public required long SharedBytesPerBlock { get; init; }

    public required long SharedBytesPerProcessor { get; init; }

    public required int RegistersPerProcessor { get; init; }

    public required int RegistersPerThread { get; init; }

    public required int ThreadsPerProcessor { get; init; }

    public required int ThreadsPerBlock { get; init; }

    public required int BlocksPerProcessor { get; init; }

    /// <summary>The largest portable cluster; 1 where there are no clusters.</summary>
    public required int ClusterSize { get; init; }

    public required double LaunchMicroseconds { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }

    /// <summary>Peak FLOP/s for operands of a type.</summary>
    public double PeakFlops(DataType type) => 1e12 * type switch
    {
        DataType.F16 => TeraflopsF16,
        DataType.BF16 => TeraflopsBF16,
        _ => TeraflopsF32,
    };

    /// <summary>The ridge point for operands of a type, FLOP per byte: below it an operator is bound by memory (MBCI).</summary>
    public double Ridge(DataType type) => PeakFlops(type) / (1e9 * MemoryGigabytesPerSecond);
}
