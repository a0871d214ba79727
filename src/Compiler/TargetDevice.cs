using MCFuser.Core.Devices;
using MCFuser.Runtime.Cpu;

namespace MCFuser.Compiler;

/// <summary>The device that the options mean: the CPU at hand, or one of the catalogue.</summary>
public static class TargetDevice
{
    private const string DefaultGpu = "a100";

    private static readonly string[] _cpuArchitectures = ["x64-v3", "x64-v4"];

    /// <summary>The CPU at hand, then the catalogue.</summary>
    public static IEnumerable<DeviceSpec> All => DeviceCatalog.All.Prepend(CpuDevice.Describe());

    /// <exception cref="Core.Diagnostics.DiagnosticException">There is no such device or architecture, or it is not one of the target (exit 4).</exception>
    public static DeviceSpec Find(CompilationOptions options) =>
        options.Target == DeviceKind.Cpu ? Cpu(options.Device, options.Architecture) : Gpu(options.Device, options.Architecture);

    private static DeviceSpec Cpu(string? name, string? architecture)
    {
        var device = CpuDevice.Describe();
        if (name is not null && name != device.Name) throw CompilerErrors.WrongTarget(DeviceCatalog.Find(name).Name);
        if (architecture is null or "native") return device;
        return _cpuArchitectures.Contains(architecture) ? device with { Arch = architecture } : throw CompilerErrors.UnknownArchitecture(architecture, [.. _cpuArchitectures, "native"]);
    }

    private static DeviceSpec Gpu(string? name, string? architecture)
    {
        var usual = architecture is null ? null : DeviceCatalog.ForArch(architecture);
        var device = name is null ? usual ?? DeviceCatalog.Find(DefaultGpu) : DeviceCatalog.Find(name);
        return device with { Arch = architecture ?? device.Arch };
    }
}
