using MCFuser.Core.Chains;
using MCFuser.Core.Devices;

namespace MCFuser.Tiling.Schedules;

/// <summary>Which tile sizes an axis may have: multiples of 16 up to the padded extent; on the CPU also the extent itself below 16.</summary>
public static class TileSizes
{
    public const int Step = 16;

    /// <summary>The extent rounded up to a multiple of 16.</summary>
    public static long Padded(long extent) => (extent + Step - 1) / Step * Step;

    /// <summary>The tile that covers an axis on a device.</summary>
    public static int Whole(ChainAxis axis, DeviceSpec device) =>
        (int)(IsShortOnCpu(axis, device) ? axis.Extent.Value : Math.Min(Padded(axis.Extent.Value), int.MaxValue / Step * Step));

    /// <summary>A tile size as asked for, cut to the padded extent.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">It is not a positive multiple of 16 (exit 1).</exception>
    public static int Clamp(ChainAxis axis, long size, DeviceSpec device)
    {
        var isExtent = IsShortOnCpu(axis, device) && size == axis.Extent.Value;
        if (!isExtent && (size <= 0 || size % Step != 0)) throw TilingErrors.TileNotMultiple(axis.Name, size, device.Kind == DeviceKind.Cpu);
        return (int)Math.Min(size, Whole(axis, device));
    }

    private static bool IsShortOnCpu(ChainAxis axis, DeviceSpec device) => device.Kind == DeviceKind.Cpu && axis.Extent.Value < Step;
}
