using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Compiler;

/// <summary>A GPU of this machine. <c>Driver</c> is the CUDA version that its driver knows, 13000 for 13.0.</summary>
public sealed record GpuAtHand(int Number, string Name, string PciAddress, long MemoryBytes, int Driver, DeviceSpec Device);

/// <summary>The GPUs of this machine, or why there is none.</summary>
public sealed record GpusAtHand(EquatableArray<GpuAtHand> Gpus, string? NoneBecause)
{
    public static GpusAtHand Find()
    {
        try
        {
            var driver = CudaDriver.Open();
            return new GpusAtHand(Enumerable.Range(0, driver.DeviceCount).Select(number => Describe(driver, number)).ToEquatableArray(), null);
        }
        catch (DiagnosticException error)
        {
            return new GpusAtHand([], error.Diagnostics[0].Problem);
        }
    }

    private static GpuAtHand Describe(CudaDriver driver, int number)
    {
        using var device = driver.Device(number);
        return new GpuAtHand(number, device.Name, device.PciAddress, device.TotalBytes, driver.Version, DeviceDescription.Of(device));
    }
}
