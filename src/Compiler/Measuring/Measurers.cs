using MCFuser.Compiler.Measuring.Cuda;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tiling;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Search.Measuring;

namespace MCFuser.Compiler.Measuring;

/// <summary>What measures the candidates of a compilation.</summary>
public static class Measurers
{
    /// <summary>Null where the options do not ask for measuring, or the device is not at hand.</summary>
    /// <exception cref="DiagnosticException">The memory of the machine does not do (exit 4).</exception>
    internal static Owned? Of(OperatorChain chain, DeviceSpec device, CompilationOptions options)
    {
        if (!options.Measures || Obstacle(device) is not null) return null;
        if (device.Kind == DeviceKind.Cpu) return new Owned(CpuMeasurer.Of(chain, options), null);
        var measurer = CudaMeasurer.Of(chain, device, options);
        return new Owned(measurer, measurer);
    }

    /// <summary>Why candidates for a device cannot be measured here; null if they can.</summary>
    public static string? Obstacle(DeviceSpec device)
    {
        if (device.Kind == DeviceKind.Cpu) return null;
        if (CudaDriver.TryOpen(out var reason) is not { } driver) return reason;
        using var gpu = driver.Device();
        return gpu.Capability.Arch == device.Arch.TrimEnd('a', 'f') ? null : $"they are for {device.Arch}, and {gpu.Name} is {gpu.Capability.Arch}";
    }

    /// <summary>A measurer that ends with its search.</summary>
    internal sealed class Owned(ICandidateMeasurer measurer, IDisposable? owned) : ICandidateMeasurer, IDisposable
    {
        public EquatableArray<Measurement> Measure(EquatableArray<Candidate> candidates, CancellationToken cancellation) => measurer.Measure(candidates, cancellation);

        public void Dispose() => owned?.Dispose();
    }
}
