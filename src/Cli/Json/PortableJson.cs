using MCFuser.Compiler.Running;
using MCFuser.Core.Devices;

namespace MCFuser.Cli.Json;

/// <summary>What <c>run --portable --json</c> prints; the names are a contract. Times are in microseconds.</summary>
internal sealed record PortableJson(int Schema, IEnumerable<PortableChainJson> Chains)
{
    public static PortableJson Of(IEnumerable<PortableResult> results, DeviceKind target) => new(
        JsonOutput.Schema,
        results.Select(r => new PortableChainJson(
            r.Graph.Name, TargetNames.Of(target), r.Device, Portable: true, r.Time.MedianUs, r.Time.P10Us, r.Time.P90Us, CheckJson.Of(r.Check))));
}

/// <summary>One chain of the file; it has no kernels and no schedule. <c>check</c> is null without <c>--check</c>.</summary>
internal sealed record PortableChainJson(
    string Chain, string Target, string Device, bool Portable, double MedianUs, double P10Us, double P90Us, CheckJson? Check);
