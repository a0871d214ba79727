using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MCFuser.Core.Json;

namespace MCFuser.Core.Devices;

/// <summary>How device descriptions are serialised, without reflection.</summary>
[JsonSerializable(typeof(DeviceSpec))]
internal sealed partial class DeviceJson : JsonSerializerContext
{
    private static readonly DeviceJson Instance = Create();

    public static JsonTypeInfo<DeviceSpec> Devices => Instance.DeviceSpec;

    private static DeviceJson Create()
    {
        var options = JsonText.NewOptions();
        options.Converters.Add(new JsonStringEnumConverter<DeviceKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return new DeviceJson(options);
    }
}
