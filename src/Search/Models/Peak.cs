using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Search.Models;

internal static class Peak
{
    /// <summary>Peak FLOP/s of a device in a precision.</summary>
    public static double Of(DeviceSpec device, Precision precision) => precision switch
    {
        Precision.TF32 => 1e12 * device.TeraflopsTF32,
        Precision.F16 => device.PeakFlops(DataType.F16),
        Precision.BF16 => device.PeakFlops(DataType.BF16),
        _ => device.PeakFlops(DataType.F32),
    };
}
