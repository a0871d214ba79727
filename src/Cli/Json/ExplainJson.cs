using MCFuser.Compiler;
using MCFuser.Frontend.Chains;

namespace MCFuser.Cli.Json;

/// <summary>What <c>explain --json</c> prints; the names are a contract.</summary>
internal sealed record ExplainJson(int Schema, IEnumerable<ExplainChainJson> Chains)
{
    public static ExplainJson Of(IEnumerable<Compilation> compilations) => new(JsonOutput.Schema, compilations.Select(ExplainChainJson.Of));
}

/// <summary>One chain of the file. The verdict and the schedule are those of the kernel that does most of the work, <c>kernels</c> names them all.</summary>
internal sealed record ExplainChainJson(
    string Chain,
    string Target,
    string Device,
    IEnumerable<VerdictJson> Verdict,
    IEnumerable<string> Kernels,
    IEnumerable<LeftAlone> LeftAlone,
    WinnerJson Winner)
{
    public static ExplainChainJson Of(Compilation compilation)
    {
        var main = compilation.MainKernel;
        return new ExplainChainJson(
            compilation.Graph.Name, TargetNames.Of(compilation.Device.Kind), compilation.Device.Name,
            compilation.Kernels.SelectMany(k => Frontend.Chains.Verdict.Of(k.Chain, compilation.Device)).Select(VerdictJson.Of),
            compilation.Kernels.Select(k => k.Chain.Name), compilation.Plan.Left,
            new WinnerJson(main.Schedule.Tiling.ToString(), KernelJson.TilesOf(main.Schedule)));
    }
}

/// <summary>One contraction by itself; <c>intensity</c> and <c>ridge</c> in FLOP per byte.</summary>
internal sealed record VerdictJson(string Tensor, double Flops, double Bytes, double Intensity, double Ridge, bool Mbci)
{
    public static VerdictJson Of(Verdict verdict) => new(verdict.Tensor, verdict.Flops, verdict.Bytes, verdict.Intensity, verdict.Ridge, verdict.IsMemoryBound);
}

internal sealed record WinnerJson(string Tiling, IReadOnlyDictionary<string, int> Tiles);
