using System.Globalization;
using MCFuser.Core.Devices;

namespace MCFuser.Cli.Text;

internal static class DeviceText
{
    /// <summary>The device by name, its size, and its limits for f32.</summary>
    public static string Line(DeviceSpec device) => string.Create(
        CultureInfo.InvariantCulture,
        $"{device.Name} ({device.Arch}, {device.Processors} {(device.Kind == DeviceKind.Cpu ? "cores" : "SMs")}, "
        + $"{1e3 * device.TeraflopsF32:0} GFLOP/s f32, {device.MemoryGigabytesPerSecond:0} GB/s)");
}
