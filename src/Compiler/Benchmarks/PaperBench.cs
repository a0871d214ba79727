using System.Diagnostics;
using MCFuser.Compiler.Running;
using MCFuser.Compiler.Suites;
using MCFuser.Core;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Frontend.Chains;
using MCFuser.Runtime.Cpu;

namespace MCFuser.Compiler.Benchmarks;

/// <summary>The shapes of the paper in f32 on the CPU at hand: fused against unfused, against the machine's peak, and the model against measurements.</summary>
public static class PaperBench
{
    /// <summary>The shapes, all operands f32: the CPU computes in f32, and conversions would only blur what is compared.</summary>
    public static EquatableArray<OperatorGraph> Shapes { get; } = Suite.Read(Suite.Paper).Select(InF32).ToEquatableArray();

    public static PaperRow Run(OperatorGraph shape, PaperBenchOptions options, CancellationToken cancellation)
    {
        var tuned = new CompilationOptions { Measures = true, Search = new() { Seed = options.Seed } };
        var peak = FmaPeak.Measure();
        var started = Stopwatch.GetTimestamp();
        var fused = Pipeline.Compile(shape, tuned, cancellation);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var unfused = Pipeline.Compile(shape, tuned with { Fusion = FusionMode.Never }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var (fusedTime, unfusedTime) = Time(fused, unfused, options, cancellation);
        var samples = options.WellSampled.Contains(shape.Name) ? options.ManySamples : options.Samples;
        var model = ModelTrial.Run(fused.MainKernel, fused.Device, samples, options.Seed, cancellation);
        return new PaperRow(
            shape.Name, Workload.Of(fused.Plan).Flops, fusedTime.LeastUs, unfusedTime.LeastUs, Math.Max(peak, FmaPeak.Measure()),
            fused.MainKernel.Schedule, seconds, model);
    }

    private static (Timing Fused, Timing Unfused) Time(Compilation fused, Compilation unfused, PaperBenchOptions options, CancellationToken cancellation)
    {
        var inputs = RandomInputs.Create(fused.Graph, options.Seed);
        using var one = new GraphRunner(fused, inputs);
        using var other = new GraphRunner(unfused, inputs);
        var times = InterleavedTimer.Measure([one.Run, other.Run], options.TimingBudget, cancellation, maximumRuns: 1000);
        return (times[0], times[1]);
    }

    private static OperatorGraph InF32(OperatorGraph graph) => graph with
    {
        Inputs = graph.Inputs.Select(t => t with { Type = DataType.F32 }).ToEquatableArray(),
        Definitions = graph.Definitions.Select(d => d with { Target = d.Target with { Type = DataType.F32 } }).ToEquatableArray(),
    };
}
