using MCFuser.Codegen.Interpreter;
using MCFuser.Codegen.Packages;
using MCFuser.Compiler.Cuda;
using MCFuser.Compiler.Running;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend.Chains;
using MCFuser.Search.Measuring;
using MCFuser.Tiling.Programs;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>
/// Measures candidates of a chain on a GPU, in a worker process. Each is compiled while those before it run, runs once on poisoned outputs, and is compared with the
/// interpreter at positions that are the same for all; those that were right are then timed in turns. A candidate that crashes or hangs costs the worker, not the search.
/// </summary>
public sealed class CudaMeasurer : ICandidateMeasurer, IDisposable
{
    private readonly CudaMeasurerOptions _options;
    private readonly Func<Candidate, CancellationToken, PackageContent> _build;
    private readonly OperatorGraph _graph;
    private readonly double _tolerance;
    private readonly Dictionary<string, TensorData> _inputs;
    private readonly Dictionary<string, TensorData> _outputs;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcfuser-");
    private readonly Dictionary<Candidate, int> _numbers = [];
    private readonly WorkerSupply _worker;
    private Reference? _reference;

    /// <param name="build">Makes the package of a candidate; called from several threads.</param>
    /// <param name="tf32">Whether products of f32 may be computed in tf32.</param>
    public CudaMeasurer(OperatorChain chain, Func<Candidate, CancellationToken, PackageContent> build, CudaMeasurerOptions options, bool tf32 = false)
    {
        (_options, _build, _graph) = (options, build, ChainGraph.Of(chain));
        _tolerance = Tolerances.Of(_graph, tf32);
        _inputs = RandomInputs.Create(_graph, options.Seed);
        _outputs = _graph.Outputs.ToDictionary(d => d.Target.Name, d => new TensorData(d.Target.Name, d.Target.Type, _graph.Shape(d.Target).ToEquatableArray()));
        foreach (var input in _inputs.Values) File.WriteAllBytes(FileOf(input), input.Bytes.Span);
        _worker = new WorkerSupply(options, [.. _inputs.Values.Select(t => Tensor(t, false)), .. _outputs.Values.Select(t => Tensor(t, true))]);
    }

    /// <summary>A measurer as the options ask for it.</summary>
    internal static CudaMeasurer Of(OperatorChain chain, DeviceSpec device, CompilationOptions options)
    {
        var graph = ChainGraph.Of(chain);
        MemoryNeed.Require(graph, MemoryNeed.Of(graph));
        var precision = ContractionPrecision.Of(chain, device, options.Precision);
        var cuda = options.Cuda with { Emit = options.Cuda.Compiler == CudaCompilerKind.Clang ? CudaFiles.Ptx : CudaFiles.Cubin };
        return new CudaMeasurer(
            chain,
            (candidate, cancellation) => CudaPackager.Standard.Build(chain, TileProgramBuilder.Build(chain, candidate, precision), device, cuda, cancellation).Content,
            new CudaMeasurerOptions { Seed = options.Search.Seed },
            options.Precision == Precision.TF32);
    }

    /// <exception cref="DiagnosticException">There is no GPU to begin with, another process keeps it (MCF5301), or the worker does not start (MCF5302); exit 4.</exception>
    public EquatableArray<Measurement> Measure(EquatableArray<Candidate> candidates, CancellationToken cancellation)
    {
        var trials = candidates.Select(c => new Trial(c, Number(c))).ToList();
        using var packages = new PackagesAhead(
            [.. trials.Select(t => t.Number)], number => Build(trials.First(t => t.Number == number), cancellation), _options.CompilerThreads, cancellation);
        try
        {
            foreach (var trial in trials)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_worker.LostBecause is null) Check(trial, packages, cancellation);
            }

            Time([.. trials.Where(t => t.IsRight)], cancellation);
            _worker.Drop([.. trials.Select(t => t.Number)], cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What has been measured counts; the rest was not run.
        }

        return trials.Select(t => t.Result ?? Measurement.Failed(MeasurementFailure.NotRun, _worker.LostBecause)).ToEquatableArray();
    }

    public void Dispose()
    {
        _worker.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Check(Trial trial, PackagesAhead packages, CancellationToken cancellation)
    {
        trial.Result = packages.Wait(trial.Number) ?? Run(trial, cancellation);
        if (trial.Result is not null) return;
        foreach (var output in _outputs.Values) File.ReadAllBytes(FileOf(output)).CopyTo(output.Bytes);
        _reference ??= GraphInterpreter.Evaluate(_graph, _inputs, SliceChooser.Choose(_graph, _options.CheckedMultiplyAdds, _options.Seed), cancellation);
        var check = NumericCheck.Compare(_outputs, _reference, _tolerance);
        trial.IsRight = check.Passed;
        if (!check.Passed) trial.Result = CandidateFailure.Of(FailureKind.WrongResult, check.FirstFailure);
    }

    /// <summary>Null if the worker ran it.</summary>
    private Measurement? Run(Trial trial, CancellationToken cancellation)
    {
        var reply = _worker.Ask(new RunRequest(trial.Number, Package(trial.Number)), 1, cancellation);
        return reply switch { null => WorkerDied, { Error: { } error } => CandidateFailure.Of(error), _ => null };
    }

    /// <summary>Times side by side; whoever breaks the worker is out, and the others start again.</summary>
    private void Time(List<Trial> trials, CancellationToken cancellation)
    {
        while (trials.Count > 0 && _worker.LostBecause is null)
        {
            var budget = trials.Count * _options.BudgetPerCandidate;
            var request = new TimeRequest(
                [.. trials.Select(t => t.Number)], _options.Copies, _options.Cold, budget.TotalSeconds, _options.MostReplays, _options.LagsBehind);
            var reply = Reload(trials, cancellation) ?? _worker.Ask(request, trials.Count, cancellation);
            if (reply is { Times: { } times })
            {
                foreach (var (trial, own) in trials.Zip(times)) trial.Result = Of(Timing.Of(own));
                return;
            }

            // Without an answer nobody knows who it was: then one by one.
            if (reply?.ErrorId is null && trials.Count > 1)
            {
                foreach (var trial in trials) Time([trial], cancellation);
                return;
            }

            var guilty = trials.Find(t => t.Number == reply?.ErrorId) ?? trials[0];
            guilty.Result = reply?.Error is { } error ? CandidateFailure.Of(error) : WorkerDied;
            trials.Remove(guilty);
        }
    }

    /// <summary>Runs what a worker that is new does not hold yet; its answer if that fails.</summary>
    private WorkerReply? Reload(List<Trial> trials, CancellationToken cancellation)
    {
        foreach (var trial in trials.Where(t => !_worker.Holds(t.Number)))
        {
            var reply = _worker.Ask(new RunRequest(trial.Number, Package(trial.Number)), 1, cancellation);
            if (reply is null or { Error: not null }) return reply ?? new WorkerReply(ErrorId: trial.Number);
        }

        return null;
    }

    private Measurement? Build(Trial trial, CancellationToken cancellation)
    {
        try
        {
            if (!Directory.Exists(Package(trial.Number))) KernelPackageWriter.Write(Package(trial.Number), _build(trial.Candidate, cancellation));
            return null;
        }
        catch (DiagnosticException error) when (error.ExitCode is ExitCode.NoLegalSchedule or ExitCode.Internal)
        {
            return CandidateFailure.Of(error);
        }
        catch (InternalErrorException error)
        {
            return CandidateFailure.Of(FailureKind.Compile, error.Message);
        }
    }

    private static Measurement WorkerDied => CandidateFailure.Of(FailureKind.Launch, "the worker died of it");

    private static Measurement Of(Timing timing) => new(timing.MedianUs, timing.P10Us, timing.P90Us, timing.Runs);

    private int Number(Candidate candidate)
    {
        if (!_numbers.TryGetValue(candidate, out var number)) _numbers.Add(candidate, number = _numbers.Count);
        return number;
    }

    private string Package(int number) => Path.Combine(_folder.FullName, $"candidate-{number}");

    private string FileOf(TensorData tensor) => Path.Combine(_folder.FullName, $"{tensor.Name}.tensor");

    private WorkerTensor Tensor(TensorData tensor, bool isOutput) => new(tensor.Name, tensor.Bytes.Length, FileOf(tensor), isOutput);

    private sealed class Trial(Candidate candidate, int number)
    {
        public Candidate Candidate { get; } = candidate;

        public int Number { get; } = number;

        public bool IsRight { get; set; }

        public Measurement? Result { get; set; }
    }
}
