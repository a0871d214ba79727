using MCFuser.Core.Devices;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Runtime.Cuda;

/// <summary>Describes a GPU: what the driver says of it, and from the catalogue what no driver says, peaks and the bandwidth of L2.</summary>
public static class DeviceDescription
{
    /// <summary>Of no entry of the catalogue that a GPU could be likened to.</summary>
    private const string Newest = "h100";

    public static DeviceSpec Of(CudaDevice device)
    {
        var (known, sure) = Known(device.Name, device.Capability.Arch);
        var processors = device.Attribute(DeviceAttribute.Processors);
        // The same chip with fewer multiprocessors does as much less.
        var share = (double)processors / known.Processors;
        return known with
        {
            Name = sure ? known.Name : device.Name,
            Arch = device.Capability.Arch,
            Processors = processors,
            TeraflopsF16 = share * known.TeraflopsF16,
            TeraflopsBF16 = share * known.TeraflopsBF16,
            TeraflopsTF32 = share * known.TeraflopsTF32,
            TeraflopsF32 = share * known.TeraflopsF32,
            MemoryGigabytesPerSecond = Bandwidth(device) ?? known.MemoryGigabytesPerSecond,
            L2Bytes = device.Attribute(DeviceAttribute.L2Bytes),
            SharedBytesPerBlock = device.Attribute(DeviceAttribute.SharedBytesPerBlockOptIn),
            SharedBytesPerProcessor = device.Attribute(DeviceAttribute.SharedBytesPerProcessor),
            RegistersPerProcessor = device.Attribute(DeviceAttribute.RegistersPerProcessor),
            ThreadsPerProcessor = device.Attribute(DeviceAttribute.ThreadsPerProcessor),
            ThreadsPerBlock = device.Attribute(DeviceAttribute.ThreadsPerBlock),
            BlocksPerProcessor = device.Attribute(DeviceAttribute.BlocksPerProcessor),
            ClusterSize = device.Attribute(DeviceAttribute.ClusterLaunch) != 0 ? known.ClusterSize : 1,
            Source = $"{device.Name}, limits and memory from the driver; peaks, clock, L2 bandwidth and launch time from {known.Name}: {known.Source}",
        };
    }

    /// <summary>The entry of the catalogue of that name (<c>NVIDIA GeForce RTX 3080</c> is rtx3080), else the usual one of the architecture.</summary>
    private static (DeviceSpec Device, bool Sure) Known(string name, string arch)
    {
        var plain = name.Replace(" ", "", StringComparison.Ordinal);
        var gpus = DeviceCatalog.All.Where(d => d.Kind == DeviceKind.Cuda).ToList();
        if (gpus.FirstOrDefault(d => d.Arch == arch && plain.Contains(d.Name, StringComparison.OrdinalIgnoreCase)) is { } named) return (named, true);
        return (gpus.Any(d => d.Arch == arch) ? DeviceCatalog.ForArch(arch) : DeviceCatalog.Find(Newest), false);
    }

    /// <summary>Two transfers a clock over the width of the bus; null where the driver does not say.</summary>
    private static double? Bandwidth(CudaDevice device)
    {
        var bits = (double)device.Attribute(DeviceAttribute.MemoryClockKilohertz) * 1e3 * 2 * device.Attribute(DeviceAttribute.MemoryBusBits);
        return bits > 0 ? bits / 8 / 1e9 : null;
    }
}
