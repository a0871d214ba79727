using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Devices;

namespace MCFuser.Cli.Json;

internal static class TargetNames
{
    public static string Of(DeviceKind kind) => kind == DeviceKind.Cuda ? "cuda" : "cpu";
}

internal sealed class DeviceKindConverter() : JsonStringEnumConverter<DeviceKind>(JsonNamingPolicy.CamelCase);
