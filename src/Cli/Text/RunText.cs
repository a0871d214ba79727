using System.Globalization;
using MCFuser.Codegen.Interpreter;
using MCFuser.Compiler.Running;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Chains;

namespace MCFuser.Cli.Text;

/// <summary>What <c>run</c> says to people: a block of labelled lines for each chain.</summary>
internal static class RunText
{
    public static void Write(TextWriter output, IReadOnlyList<RunResult> results)
    {
        output.WriteLine($"device     {DeviceText.Line(results[0].Compilation.Device)}");
        foreach (var result in results)
        {
            output.WriteLine();
            Write(output, result);
        }
    }

    private static void Write(TextWriter output, RunResult result)
    {
        var compilation = result.Compilation;
        var (fused, unfused) = (Workload.Of(compilation.Plan), Workload.Unfused(compilation.Graph));
        output.WriteLine($"chain      {Chain(compilation.Graph)}");
        output.WriteLine($"work       {Units.Flop(fused.Flops)}; {Units.Bytes(fused.Bytes)} moved, {Units.Bytes(unfused.Bytes)} unfused");
        foreach (var verdict in compilation.Kernels.SelectMany(k => Verdict.Of(k.Chain, compilation.Device))) output.WriteLine($"verdict    {VerdictText.Line(verdict)}");
        foreach (var kernel in compilation.Kernels) output.WriteLine($"kernel     {kernel.Chain.Name}: {kernel.Schedule}");
        output.WriteLine($"time       {Time(result.Time)}");
        output.WriteLine($"unfused    {Unfused(result)}");
        if (result.Check is { } check) output.WriteLine($"check      {Check(check)}");
    }

    public static string Chain(OperatorGraph graph) => $"{graph.Name}: {string.Join(", ", graph.Axes.Select(a => $"{a.Name} = {a.Extent}"))}";

    public static string Time(Timing time) => $"{Units.Time(time.MedianUs)} median, {Units.Time(time.P10Us)} to {Units.Time(time.P90Us)} (p10 to p90 of {Runs(time.Runs)})";

    private static string Runs(int count) => count == 1 ? "1 run" : count.ToString(CultureInfo.InvariantCulture) + " runs";

    private static string Unfused(RunResult result) => result.Unfused is null
        ? "not run: its intermediates do not fit into memory"
        : $"{Units.Time(result.Unfused.MedianUs)} median; fused is {Units.Number(result.Speedup!.Value)}x over our own unfused form";

    public static string Check(CheckResult check)
    {
        var errors = $"relative error {Units.Small(check.RelativeError)}, largest error {Units.Small(check.MaxAbsError)}, tolerance {Units.Small(check.Tolerance)}";
        return check.Passed ? $"passed: {errors}" : $"FAILED: {errors}; {check.FirstFailure}";
    }
}
