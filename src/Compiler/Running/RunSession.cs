using MCFuser.Codegen.Interpreter;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Runtime.Npy;

namespace MCFuser.Compiler.Running;

/// <summary>Runs a graph on the CPU, checks it, times it against its unfused form, and writes outputs.</summary>
public static class RunSession
{
    /// <summary>Runs the graphs of a file one after the other.</summary>
    /// <exception cref="DiagnosticException">As <see cref="Run"/>; also if files are given for several graphs (exit 1).</exception>
    public static IReadOnlyList<RunResult> RunAll(
        IReadOnlyList<OperatorGraph> graphs, CompilationOptions options, RunOptions run, CancellationToken cancellation)
    {
        if (graphs.Count > 1 && run.Inputs.Count + run.Outputs.Count > 0) throw CompilerErrors.AmbiguousChain(graphs);
        return [.. graphs.Select(g => Run(g, options, run, cancellation))];
    }

    /// <exception cref="DiagnosticException">As <see cref="Pipeline.Compile(OperatorGraph, CompilationOptions, CancellationToken)"/>, and what files and memory may have against it.</exception>
    public static RunResult Run(OperatorGraph graph, CompilationOptions options, RunOptions run, CancellationToken cancellation)
    {
        foreach (var name in run.Outputs.Keys.Except(graph.Outputs.Select(d => d.Target.Name))) throw CompilerErrors.UnknownOutput(name, graph);
        var constant = GraphSettings.RequireConstant(graph);
        MemoryNeed.Require(constant, MemoryNeed.Of(constant));
        var compilation = Pipeline.Compile(constant, options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (compilation.Device.Kind == DeviceKind.Cuda) throw CompilerErrors.TargetUnavailable("cuda");
        MemoryNeed.Require(compilation.Graph, MemoryNeed.Of(compilation));
        var inputs = RunInputs.Create(compilation.Graph, run);
        using var runner = new GraphRunner(compilation, inputs);
        runner.Poison();
        runner.Run();
        var check = run.Check ? Check(compilation, options, inputs, runner.Outputs, run.Seed, cancellation) : null;
        foreach (var (output, file) in run.Outputs) NpyWriter.Write(file, runner.Outputs[output]);
        var (time, unfused) = Time(compilation, runner, options, inputs, run.TimingBudget, cancellation);
        return new RunResult(compilation, time, unfused, check);
    }

    private static CheckResult Check(
        Compilation compilation, CompilationOptions options, IReadOnlyDictionary<string, TensorData> inputs,
        IReadOnlyDictionary<string, TensorData> outputs, ulong seed, CancellationToken cancellation)
    {
        var tiles = compilation.MainKernel.Schedule.Tiles.ToDictionary(t => t.Axis, t => (long)t.Size);
        var slice = SliceChooser.Choose(compilation.Graph, SliceChooser.DefaultBudget, seed, tiles);
        var reference = GraphInterpreter.Evaluate(compilation.Graph, inputs, slice, cancellation);
        return NumericCheck.Compare(outputs, reference, Tolerances.Of(compilation.Graph, options.Precision == Precision.TF32));
    }

    private static (Timing Time, Timing? Unfused) Time(
        Compilation compilation, GraphRunner runner, CompilationOptions options,
        IReadOnlyDictionary<string, TensorData> inputs, TimeSpan budget, CancellationToken cancellation)
    {
        var unfused = Pipeline.Compile(compilation.Graph, options with { Fusion = FusionMode.Never, Tiling = null, Tiles = null }, cancellation);
        if (!MemoryNeed.IsThere(MemoryNeed.Of(compilation, unfused)))
            return (InterleavedTimer.Measure([runner.Run], budget, cancellation)[0], null);
        using var other = new GraphRunner(unfused, inputs);
        var times = InterleavedTimer.Measure([runner.Run, other.Run], budget, cancellation);
        return (times[0], times[1]);
    }
}
