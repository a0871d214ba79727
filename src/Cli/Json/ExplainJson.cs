using MCFuser.Compiler;
using MCFuser.Compiler.Tuning;
using MCFuser.Frontend.Chains;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Rules;

namespace MCFuser.Cli.Json;

/// <summary>What <c>explain --json</c> prints; the names are a contract.</summary>
internal sealed record ExplainJson(int Schema, IEnumerable<ExplainChainJson> Chains)
{
    public static ExplainJson Of(IEnumerable<Compilation> compilations) => new(JsonOutput.Schema, compilations.Select(ExplainChainJson.Of));
}

/// <summary>
/// One chain of the file. The search space and the schedule are those of the kernel that does most of the work; <c>kernels</c> names them all.
/// <c>classes</c> counts the expressions, and what rules 1 and 2 leave of them; <c>measured</c> is empty where the model chose.
/// </summary>
internal sealed record ExplainChainJson(
    string Chain,
    string Target,
    string Device,
    IEnumerable<string> Kernels,
    IEnumerable<LeftAlone> LeftAlone,
    IEnumerable<VerdictJson> Verdict,
    IEnumerable<string> Expressions,
    Int128 RawCandidates,
    IEnumerable<int> Classes,
    IEnumerable<FunnelJson> Funnel,
    IEnumerable<PassJson> Passes,
    SearchJson Search,
    CandidateJson Winner,
    CandidateJson? RunnerUp,
    CandidateJson ModelChoice,
    IEnumerable<CandidateJson> Measured)
{
    public static ExplainChainJson Of(Compilation compilation)
    {
        var main = compilation.MainKernel;
        var space = SearchSpace.Prune(main.Chain, compilation.Device);
        var tuning = TuningJson.Of(main, compilation.Device);
        return new ExplainChainJson(
            compilation.Graph.Name, TargetNames.Of(compilation.Device.Kind), compilation.Device.Name,
            compilation.Kernels.Select(k => k.Chain.Name), compilation.Plan.Left,
            compilation.Kernels.SelectMany(k => Frontend.Chains.Verdict.Of(k.Chain, compilation.Device)).Select(VerdictJson.Of),
            space.Expressions.Select(e => e.ToString()), space.RawCandidates,
            space.Funnel.Select(r => r.Classes).OfType<int>().Prepend(space.Expressions.Count), space.Funnel.Select(FunnelJson.Of),
            Placer.Trace(main.Chain, main.Schedule).Select(PassJson.Of),
            new SearchJson(tuning.Stop, tuning.Estimated, tuning.Generations), tuning.Winner, tuning.RunnerUp, tuning.ModelChoice, tuning.Measured);
    }
}

/// <summary>One contraction by itself; <c>intensity</c> and <c>ridge</c> in FLOP per byte.</summary>
internal sealed record VerdictJson(string Tensor, double Flops, double Bytes, double Intensity, double Ridge, bool Mbci)
{
    public static VerdictJson Of(Verdict verdict) => new(verdict.Tensor, verdict.Flops, verdict.Bytes, verdict.Intensity, verdict.Ridge, verdict.IsMemoryBound);
}

/// <summary>One pruning rule; <c>left</c> counts candidates, <c>classes</c> expressions that differ in the block's program.</summary>
internal sealed record FunnelJson(string Step, Int128 Removed, Int128 Left, int? Classes)
{
    public static FunnelJson Of(FunnelRow row) => new(row.Step, row.Removed, row.Left, row.Classes);
}

internal sealed record PassJson(string Name, string Program, Int128 Bytes)
{
    public static PassJson Of(PlacementStage stage) => new(stage.Pass, stage.Placement.ToString(), stage.Bytes);
}

/// <summary>How the winner was found: why the search ended, and how many candidates it estimated in how many generations.</summary>
internal sealed record SearchJson(string Stop, int Estimated, int Generations);
