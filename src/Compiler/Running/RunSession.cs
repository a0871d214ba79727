using MCFuser.Codegen.Interpreter;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Compiler.Running;

/// <summary>Runs a graph on the CPU or a GPU, checks it, times it against its unfused form, and writes outputs.</summary>
public static class RunSession
{
    /// <summary>Runs the graphs of a file one after the other.</summary>
    /// <exception cref="DiagnosticException">As for one graph; also if files are given for several graphs (exit 1).</exception>
    public static IReadOnlyList<RunResult> RunAll(
        IReadOnlyList<OperatorGraph> graphs, CompilationOptions options, RunOptions run, CancellationToken cancellation)
    {
        RunFiles.RequireOneGraph(graphs, run);
        using var target = Target(options);
        return [.. graphs.Select(g => Run(g, target, options, run, cancellation))];
    }

    /// <exception cref="DiagnosticException">
    /// As <see cref="Pipeline.Compile(OperatorGraph, CompilationOptions, CancellationToken)"/>, what files and memory may have against it, and what a GPU may lack or
    /// suffer (MCF4301 to MCF4311).
    /// </exception>
    public static RunResult Run(OperatorGraph graph, CompilationOptions options, RunOptions run, CancellationToken cancellation)
    {
        using var target = Target(options);
        return Run(graph, target, options, run, cancellation);
    }

    private static IRunTarget Target(CompilationOptions options) => options.Target == DeviceKind.Cuda ? new CudaTarget(options, CudaDriver.Open()) : new CpuTarget(options);

    private static RunResult Run(OperatorGraph graph, IRunTarget target, CompilationOptions options, RunOptions run, CancellationToken cancellation)
    {
        RunFiles.RequireOutputs(graph, run);
        var constant = GraphSettings.RequireConstant(graph);
        MemoryNeed.Require(constant, MemoryNeed.Of(constant));
        var compilation = Pipeline.Compile(constant, target.Device, options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        MemoryNeed.Require(compilation.Graph, MemoryNeed.Of(compilation));
        var inputs = RunInputs.Create(compilation.Graph, run);
        using var runner = target.Prepare(compilation, inputs, cancellation);
        runner.Poison();
        runner.Run();
        var outputs = runner.Outputs;
        var check = run.Check ? Check(compilation, options, inputs, outputs, run.Seed, cancellation) : null;
        RunFiles.Write(outputs, run);
        var (time, unfused) = Time(compilation, target, runner, options, inputs, run.TimingBudget, cancellation);
        return new RunResult(compilation, time, unfused, check);
    }

    private static CheckResult Check(
        Compilation compilation, CompilationOptions options, IReadOnlyDictionary<string, TensorData> inputs,
        IReadOnlyDictionary<string, TensorData> outputs, ulong seed, CancellationToken cancellation)
    {
        var tiles = compilation.MainKernel.Schedule.Tiles.ToDictionary(t => t.Axis, t => (long)t.Size);
        return OutputCheck.Run(compilation.Graph, inputs, outputs, Tolerances.Of(compilation.Graph, options.Precision == Precision.TF32), seed, cancellation, tiles);
    }

    private static (Timing Time, Timing? Unfused) Time(
        Compilation compilation, IRunTarget target, IGraphRunner runner, CompilationOptions options,
        IReadOnlyDictionary<string, TensorData> inputs, TimeSpan budget, CancellationToken cancellation)
    {
        using var other = Unfused(compilation, target, options, inputs, cancellation);
        var times = target.Time(other is null ? [runner] : [runner, other], budget, cancellation);
        return (times[0], times.ElementAtOrDefault(1));
    }

    /// <summary>Null where it does not fit into memory, or the device has no way to run one of its kernels.</summary>
    private static IGraphRunner? Unfused(
        Compilation compilation, IRunTarget target, CompilationOptions options, IReadOnlyDictionary<string, TensorData> inputs, CancellationToken cancellation)
    {
        try
        {
            var unfused = Pipeline.Compile(compilation.Graph, target.Device, options with { Fusion = FusionMode.Never, Tiling = null, Tiles = null }, cancellation);
            return MemoryNeed.IsThere(MemoryNeed.Of(compilation, unfused)) ? target.Prepare(unfused, inputs, cancellation) : null;
        }
        catch (DiagnosticException e) when (e.ExitCode == ExitCode.NoLegalSchedule)
        {
            return null;
        }
    }
}
