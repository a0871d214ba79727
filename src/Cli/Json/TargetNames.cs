using MCFuser.Core.Devices;

namespace MCFuser.Cli.Json;

internal static class TargetNames
{
    public static string Of(DeviceKind kind) => kind == DeviceKind.Cuda ? "cuda" : "cpu";
}
