using MCFuser.Core.Devices;

namespace MCFuser.Cli.Json;

/// <summary>What <c>devices --json</c> prints: the CPU at hand first.</summary>
internal sealed record DevicesJson(int Schema, IEnumerable<DeviceSpec> Devices)
{
    public static DevicesJson Of(IEnumerable<DeviceSpec> devices) => new(JsonOutput.Schema, devices);
}
