using MCFuser.Codegen.Interpreter;
using MCFuser.Compiler;
using MCFuser.Compiler.Running;
using MCFuser.Core.Tiling;
using MCFuser.Frontend.Chains;

namespace MCFuser.Cli.Json;

/// <summary>What <c>run --json</c> prints; the names are a contract. Times are in microseconds.</summary>
internal sealed record RunJson(int Schema, IEnumerable<RunChainJson> Chains)
{
    public static RunJson Of(IEnumerable<RunResult> results) => new(JsonOutput.Schema, results.Select(RunChainJson.Of));
}

/// <summary>
/// One chain of the file. <c>tiling</c> and <c>tiles</c> are those of the kernel that does most of the work, <c>kernels</c> has them all.
/// <c>unfusedUs</c> and <c>speedup</c> are null if the unfused form does not fit into memory; <c>check</c> is null without <c>--check</c>.
/// </summary>
internal sealed record RunChainJson(
    string Chain,
    string Target,
    string Device,
    string Tiling,
    IReadOnlyDictionary<string, int> Tiles,
    IEnumerable<KernelJson> Kernels,
    double MedianUs,
    double P10Us,
    double P90Us,
    double? UnfusedUs,
    double? Speedup,
    double Flops,
    double BytesFused,
    double BytesUnfused,
    CheckJson? Check)
{
    public static RunChainJson Of(RunResult result)
    {
        var compilation = result.Compilation;
        var main = KernelJson.Of(compilation.MainKernel);
        var fused = Workload.Of(compilation.Plan);
        return new RunChainJson(
            compilation.Graph.Name, TargetNames.Of(compilation.Device.Kind), compilation.Device.Name, main.Tiling, main.Tiles, compilation.Kernels.Select(KernelJson.Of),
            result.Time.MedianUs, result.Time.P10Us, result.Time.P90Us, result.Unfused?.MedianUs, result.Speedup,
            fused.Flops, fused.Bytes, Workload.Unfused(compilation.Graph).Bytes, CheckJson.Of(result.Check));
    }
}

internal sealed record KernelJson(string Kernel, string Tiling, IReadOnlyDictionary<string, int> Tiles)
{
    public static KernelJson Of(CompiledKernel kernel) => new(kernel.Chain.Name, kernel.Schedule.Tiling.ToString(), TilesOf(kernel.Schedule));

    public static IReadOnlyDictionary<string, int> TilesOf(Candidate schedule) => schedule.Tiles.ToDictionary(t => t.Axis, t => t.Size);
}

internal sealed record CheckJson(double MaxAbsError, double RelativeError, double Tolerance, bool Passed)
{
    public static CheckJson? Of(CheckResult? check) => check is null ? null : new CheckJson(check.MaxAbsError, check.RelativeError, check.Tolerance, check.Passed);
}
