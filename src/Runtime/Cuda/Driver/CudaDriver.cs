using System.Runtime.InteropServices;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>The CUDA driver of this machine, loaded into this process. May be used from several threads.</summary>
public sealed unsafe class CudaDriver
{
    private static readonly Lazy<CudaDriver> Instance = new(() => Load(DriverSearch.Here));

    private CudaDriver(string library, int version, int count) => (Library, Version, DeviceCount) = (library, version, count);

    public string Library { get; }

    /// <summary>The CUDA version that it knows, 13000 for 13.0.</summary>
    public int Version { get; }

    public int DeviceCount { get; }

    /// <summary>The driver of this machine; it is loaded on the first call.</summary>
    /// <exception cref="DiagnosticException">There is none (MCF4301), it cannot be used (MCF4302), or it sees no GPU (MCF4303); exit 4.</exception>
    public static CudaDriver Open() => Instance.Value;

    /// <summary>The driver of this machine; null with the reason where there is none, or no GPU.</summary>
    public static CudaDriver? TryOpen(out string? reason)
    {
        try
        {
            reason = null;
            return Open();
        }
        catch (DiagnosticException error)
        {
            reason = error.Diagnostics[0].Problem;
            return null;
        }
    }

    /// <summary>The library that a search finds; imports go to the one loaded last.</summary>
    /// <exception cref="DiagnosticException">As for <see cref="Open"/>.</exception>
    public static CudaDriver Load(DriverSearch search)
    {
        foreach (var name in search.Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            NativeLibraries.Provide(NativeLibraries.Driver, library);
            return Start(name);
        }

        throw DriverErrors.Missing(search.Names);
    }

    /// <summary>Opens a GPU.</summary>
    /// <exception cref="DiagnosticException">There is no such GPU (MCF4303), or the driver fails (MCF4302 to MCF4310).</exception>
    public CudaDevice Device(int ordinal = 0)
    {
        if (ordinal < 0 || ordinal >= DeviceCount) throw DriverErrors.NoDevice(ordinal, DeviceCount);
        DriverCall.Check(DriverNative.cuDeviceGet(out var device, ordinal), nameof(DriverNative.cuDeviceGet));
        return new CudaDevice(device, ordinal);
    }

    private static CudaDriver Start(string name)
    {
        try
        {
            var status = DriverNative.cuInit(0);
            if (status == DriverStatus.NoDevice) throw DriverErrors.NoDevice(0, 0);
            if (status != DriverStatus.Success) throw DriverErrors.Unusable(name, DriverCall.Text(status));
            DriverCall.Check(DriverNative.cuDriverGetVersion(out var version), nameof(DriverNative.cuDriverGetVersion));
            DriverCall.Check(DriverNative.cuDeviceGetCount(out var count), nameof(DriverNative.cuDeviceGetCount));
            if (count == 0) throw DriverErrors.NoDevice(0, 0);
            // The newest of the functions that are used: a library without it is too old.
            _ = NativeLibrary.GetExport(NativeLibraries.Provided(NativeLibraries.Driver), nameof(DriverNative.cuLaunchKernelEx));
            return new CudaDriver(name, version, count);
        }
        catch (EntryPointNotFoundException error)
        {
            throw DriverErrors.Unusable(name, error.Message.Split('\n')[0]);
        }
    }
}
