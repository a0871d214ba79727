using MCFuser.Compiler;
using MCFuser.Compiler.Tuning;
using MCFuser.Codegen.Packages;

namespace MCFuser.Cli.Json;

/// <summary>What <c>tune --json</c> prints and <c>tune -o</c> writes: how the schedule of every kernel was found.</summary>
internal sealed record TuneJson(int Schema, string Compiler, ulong Seed, IEnumerable<TuneChainJson> Chains)
{
    public static TuneJson Of(IEnumerable<Compilation> compilations, ulong seed) =>
        new(JsonOutput.Schema, CompilerVersion.Text, seed, compilations.Select(TuneChainJson.Of));
}

internal sealed record TuneChainJson(string Chain, string Target, string Device, IReadOnlyDictionary<string, long> Axes, IEnumerable<TuningJson> Kernels)
{
    public static TuneChainJson Of(Compilation compilation) => new(
        compilation.Graph.Name, TargetNames.Of(compilation.Device.Kind), compilation.Device.Name,
        compilation.Graph.Axes.ToDictionary(a => a.Name, a => a.Extent.Value), compilation.Kernels.Select(k => TuningJson.Of(k, compilation.Device)));
}
