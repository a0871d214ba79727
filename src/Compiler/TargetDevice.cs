using MCFuser.Core.Devices;
using MCFuser.Runtime.Cpu;
using MCFuser.Runtime.Cuda;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Compiler;

/// <summary>The device that the options mean: the CPU at hand, or one of the catalogue.</summary>
public static class TargetDevice
{
    private const string DefaultGpu = "a100";

    /// <summary>The architecture of what is at hand.</summary>
    private const string Native = "native";

    private static readonly string[] _cpuArchitectures = ["x64-v3", "x64-v4"];

    /// <summary>The CPU at hand, then the catalogue.</summary>
    public static IEnumerable<DeviceSpec> All => DeviceCatalog.All.Prepend(CpuDevice.Describe());

    /// <exception cref="Core.Diagnostics.DiagnosticException">There is no such device or architecture, or it is not one of the target (exit 4).</exception>
    public static DeviceSpec Find(CompilationOptions options) =>
        options.Target == DeviceKind.Cpu ? Cpu(options.Device, options.Architecture) : Gpu(options);

    private static DeviceSpec Cpu(string? name, string? architecture)
    {
        var device = CpuDevice.Describe();
        if (name is not null && name != device.Name) throw CompilerErrors.WrongTarget(DeviceCatalog.Find(name).Name);
        if (architecture is null or Native) return device;
        return _cpuArchitectures.Contains(architecture) ? device with { Arch = architecture } : throw CompilerErrors.UnknownArchitecture(architecture, [.. _cpuArchitectures, Native]);
    }

    private static DeviceSpec Gpu(CompilationOptions options)
    {
        var (name, architecture) = (options.Device, options.Architecture);
        var measured = options.Measures && (name, architecture) is (null, null) && CudaDriver.TryOpen(out _) is not null;
        if (measured || (name is null && architecture == Native)) return GpuAtHand(CudaDriver.Open());
        var usual = architecture is null ? null : DeviceCatalog.ForArch(architecture);
        var device = name is null ? usual ?? DeviceCatalog.Find(DefaultGpu) : DeviceCatalog.Find(name);
        return device with { Arch = architecture ?? device.Arch };
    }

    private static DeviceSpec GpuAtHand(CudaDriver driver)
    {
        using var device = driver.Device();
        return DeviceDescription.Of(device);
    }
}
