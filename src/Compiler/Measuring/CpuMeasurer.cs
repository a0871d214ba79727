using System.Diagnostics;
using MCFuser.Codegen.Interpreter;
using MCFuser.Compiler.Running;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend.Chains;
using MCFuser.Runtime.Cpu;
using MCFuser.Search.Measuring;
using MCFuser.Tiling.Programs;

namespace MCFuser.Compiler.Measuring;

/// <summary>
/// Measures candidates of a chain on the CPU at hand. Each runs once on poisoned outputs and is compared with the interpreter, at positions that are the
/// same for all, so that the reference is computed once; then those that were right run in turns, so that a disturbance meets all of them alike.
/// </summary>
public sealed class CpuMeasurer : ICandidateMeasurer
{
    private readonly CpuMeasurerOptions _options;
    private readonly Func<Candidate, TileProgram> _build;
    private readonly OperatorGraph _graph;
    private readonly Dictionary<string, TensorData> _tensors;
    private readonly Dictionary<string, TensorData> _outputs;
    private readonly double _tolerance;
    private Reference? _reference;

    /// <param name="inputs">A tensor for each input of the chain; null for random ones.</param>
    /// <param name="build">Makes the program of a candidate; null for the tile program builder.</param>
    public CpuMeasurer(
        OperatorChain chain, CpuMeasurerOptions? options = null, IReadOnlyDictionary<string, TensorData>? inputs = null, Func<Candidate, TileProgram>? build = null)
    {
        _options = options ?? new CpuMeasurerOptions();
        _build = build ?? (c => TileProgramBuilder.Build(chain, c));
        _graph = ChainGraph.Of(chain);
        _tensors = new Dictionary<string, TensorData>(inputs ?? RandomInputs.Create(_graph, _options.Seed));
        _outputs = _graph.Outputs.ToDictionary(d => d.Target.Name, d => new TensorData(d.Target.Name, d.Target.Type, _graph.Shape(d.Target).ToEquatableArray()));
        foreach (var (name, output) in _outputs) _tensors.Add(name, output);
        _tolerance = Tolerances.Of(_graph);
    }

    /// <summary>A measurer as the options ask for it, once its tensors are known to fit into memory.</summary>
    /// <exception cref="DiagnosticException">They do not (exit 4).</exception>
    internal static CpuMeasurer Of(OperatorChain chain, CompilationOptions options)
    {
        var graph = ChainGraph.Of(chain);
        MemoryNeed.Require(graph, MemoryNeed.Of(graph));
        return new CpuMeasurer(chain, new CpuMeasurerOptions { Seed = options.Search.Seed });
    }

    public EquatableArray<Measurement> Measure(EquatableArray<Candidate> candidates, CancellationToken cancellation)
    {
        var trials = candidates.Select(c => new Trial(c)).ToList();
        try
        {
            foreach (var trial in trials)
            {
                if (cancellation.IsCancellationRequested) break;
                Check(trial, cancellation);
            }

            Repeat([.. trials.Where(t => t.IsRunning)], cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What has been measured counts; the rest was not run.
        }
        finally
        {
            foreach (var trial in trials) trial.Kernel?.Dispose();
        }

        return trials.Select(t => t.Result).ToEquatableArray();
    }

    private void Check(Trial trial, CancellationToken cancellation)
    {
        try
        {
            trial.Kernel = CpuKernel.Prepare(_build(trial.Candidate), _options.Threads);
        }
        catch (Exception e) when (e is DiagnosticException or InternalErrorException)
        {
            trial.Failure = Measurement.Failed(MeasurementFailure.NotBuilt, e.Message);
            return;
        }

        foreach (var output in _outputs.Values) output.Poison();
        try
        {
            trial.Kernel.Run(_tensors);
        }
        catch (DiagnosticException e)
        {
            trial.Failure = Measurement.Failed(MeasurementFailure.Crashed, e.Message);
            return;
        }

        _reference ??= GraphInterpreter.Evaluate(_graph, _tensors, SliceChooser.Choose(_graph, _options.CheckedMultiplyAdds, _options.Seed), cancellation);
        var check = NumericCheck.Compare(_outputs, _reference, _tolerance);
        if (!check.Passed) trial.Failure = Measurement.Failed(MeasurementFailure.WrongResult, check.FirstFailure);
    }

    private void Repeat(List<Trial> trials, CancellationToken cancellation)
    {
        if (trials.Count == 0) return;
        var budget = trials.Count * _options.BudgetPerCandidate;
        var started = Stopwatch.StartNew();
        for (var round = 0; round < _options.MostRepeats && (round < _options.LeastRepeats || started.Elapsed < budget); round++)
        {
            var best = trials.Min(t => t.Least);
            foreach (var trial in trials.Where(t => round < _options.LeastRepeats || t.Least <= _options.LagsBehind * best))
            {
                cancellation.ThrowIfCancellationRequested();
                var before = Stopwatch.GetTimestamp();
                trial.Kernel!.Run(_tensors);
                trial.Times.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
            }
        }
    }

    private sealed class Trial(Candidate candidate)
    {
        public Candidate Candidate { get; } = candidate;

        public CpuKernel? Kernel { get; set; }

        public Measurement? Failure { get; set; }

        public List<double> Times { get; } = [];

        public bool IsRunning => Kernel is not null && Failure is null;

        /// <summary>The shortest time so far; 0 before the first.</summary>
        public double Least => Times.Count == 0 ? 0 : Times.Min();

        public Measurement Result => Failure ?? (Times.Count == 0 ? Measurement.Failed(MeasurementFailure.NotRun) : Of(Timing.Of(Times)));

        private static Measurement Of(Timing timing) => new(timing.MedianUs, timing.P10Us, timing.P90Us, timing.Runs);
    }
}
