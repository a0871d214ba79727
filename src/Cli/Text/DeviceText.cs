using System.Globalization;
using MCFuser.Core.Devices;

namespace MCFuser.Cli.Text;

internal static class DeviceText
{
    /// <summary>The device by name, its size, its peak in the type that it is used for, and its bandwidth.</summary>
    public static string Line(DeviceSpec device)
    {
        var (processors, peak) = device.Kind == DeviceKind.Cpu
            ? ("cores", string.Create(CultureInfo.InvariantCulture, $"{1e3 * device.TeraflopsF32:0} GFLOP/s f32"))
            : ("SMs", string.Create(CultureInfo.InvariantCulture, $"{device.TeraflopsF16:0} TFLOP/s f16"));
        return string.Create(
            CultureInfo.InvariantCulture, $"{device.Name} ({device.Arch}, {device.Processors} {processors}, {peak}, {device.MemoryGigabytesPerSecond:0} GB/s)");
    }
}
