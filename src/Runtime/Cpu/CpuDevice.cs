using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MCFuser.Core.Devices;

namespace MCFuser.Runtime.Cpu;

/// <summary>
/// Describes the CPU at hand from what Linux says of it; where a file or a line is missing, documented defaults stand in.
/// The same machine always gets the same description: clocks are nominal, never momentary.
/// </summary>
public static class CpuDevice
{
    /// <summary>Of a common server core.</summary>
    private const double DefaultGigahertz = 3.0;

    /// <summary>Of a common server core, in bytes.</summary>
    private const long DefaultCoreCache = 1L << 20, DefaultSharedCache = 32L << 20;

    /// <summary>Reads of two cores of a Zen 4 server, measured; DRAM of a common desktop gives the same order.</summary>
    private const double MemoryGigabytesPerSecond = 33;

    /// <summary>The last-level cache of a Zen 4 server read by one core, measured.</summary>
    private const double SharedCacheGigabytesPerSecondPerCore = 94;

    /// <summary>
    /// Waking a sleeping worker takes tens of microseconds, a spinning one 0.1; kernels that follow each other find it spinning.
    /// </summary>
    private const double LaunchMicroseconds = 1;

    /// <summary>The machine that runs this process.</summary>
    public static DeviceSpec Describe() => Describe(new CpuFiles("/"), Environment.ProcessorCount);

    /// <summary>A machine whose files lie elsewhere, with the instruction set of this one.</summary>
    /// <param name="threads">The hardware threads that may be used.</param>
    public static DeviceSpec Describe(CpuFiles files, int threads)
    {
        var cores = Math.Max(1, threads / files.ThreadsPerCore);
        var (arch, flopsPerCycle, registers) = Simd();
        var clock = files.Gigahertz ?? DefaultGigahertz;
        var own = files.CacheBytesPerCore(2) ?? DefaultCoreCache;
        var shared = files.CacheBytes(3) ?? files.CacheBytes(2) ?? DefaultSharedCache;
        var teraflops = cores * clock * flopsPerCycle / 1000;
        return new DeviceSpec
        {
            Name = files.ModelName ?? "CPU",
            Kind = DeviceKind.Cpu,
            Arch = arch,
            Processors = cores,
            ClockGigahertz = clock,
            TeraflopsF16 = teraflops,
            TeraflopsBF16 = teraflops,
            TeraflopsTF32 = teraflops,
            TeraflopsF32 = teraflops,
            MemoryGigabytesPerSecond = MemoryGigabytesPerSecond,
            L2GigabytesPerSecond = SharedCacheGigabytesPerSecondPerCore * cores,
            L2Bytes = shared,
            SharedBytesPerBlock = own,
            SharedBytesPerProcessor = own,
            RegistersPerProcessor = registers,
            RegistersPerThread = registers,
            ThreadsPerProcessor = 1,
            ThreadsPerBlock = 1,
            BlocksPerProcessor = 1,
            ClusterSize = 1,
            LaunchMicroseconds = LaunchMicroseconds,
            Source = "clock and caches from the operating system, arithmetic from the instruction set, bandwidths of a Zen 4 server",
        };
    }

    /// <summary>Architecture, f32 operations a cycle (an FMA counts as two), and 32-bit places in the vector registers.</summary>
    private static (string Arch, int FlopsPerCycle, int Registers) Simd()
    {
        // AVX-512 does no more a cycle than AVX2 on processors that issue one wide or two narrow FMAs, such as Zen 4.
        if (Vector512.IsHardwareAccelerated) return ("x64-v4", 32, 32 * 16);
        if (Avx2.IsSupported && Fma.IsSupported) return ("x64-v3", 32, 16 * 8);
        return AdvSimd.IsSupported ? ("arm64", 16, 32 * 4) : ("x64", 8, 16 * 4);
    }
}
