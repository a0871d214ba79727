using System.Text;
using MCFuser.Codegen.Packages;
using MCFuser.Compiler.Measuring.Cuda;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Core.Tiling;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Search.Measuring;
using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Tests.Runtime.Cuda.Driver;
using MCFuser.Tests.Support;
using MCFuser.Tests.Tiling;

namespace MCFuser.Tests.Compiler.Measuring;

/// <summary>The measurer and its worker, a process of its own, with the stub driver: its kernels are named for what they do.</summary>
[Collection(StubDriver.Collection)]
public class CudaMeasurerTests
{
    private static readonly OperatorChain Chain = Chains.Parse(
        """
        chain stub(b = 2, m = 33, n = 24, k = 16, h = 20) {
          input A: f32[b, m, k]
          input B: f32[b, k, n]
          input D: f32[b, n, h]
          C[b, m, n] = sum[k](A[b, m, k] * B[b, k, n])
          output O: f32[b, m, h] = sum[n](C[b, m, n] * D[b, n, h])
        }
        """);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Right_candidates_are_timed_side_by_side()
    {
        var options = Options with { BudgetPerCandidate = TimeSpan.FromMinutes(1), MostReplays = 10 };
        using var measurer = Measurer(["gemms", "slow_gemms", "gemms"], options, out var candidates);
        var measured = measurer.Measure(candidates, Cancellation);
        Assert.All(measured, m => Assert.True(m.Succeeded, m.ToString()));
        Assert.Equal([5.0, 15.0, 5.0], measured.Select(m => Math.Round(m.MedianMicroseconds, 2)));
        // One that lags behind is not replayed further.
        Assert.Equal([10, 2, 10], measured.Select(m => m.Repeats));
    }

    [Fact]
    public void Each_kind_of_failure_is_told_and_costs_one_candidate()
    {
        var measured = Measure(["gemms", "wrong_gemms", "idle_9", "fault_gemms", "crash_gemms", "greedy_gemms", "hang_gemms", "lost_gemms", "COMPILE", "RESOURCES", "gemms"]);
        Assert.Equal(
            [
                null, MeasurementFailure.WrongResult, MeasurementFailure.WrongResult, MeasurementFailure.Crashed, MeasurementFailure.Crashed, MeasurementFailure.NotBuilt,
                MeasurementFailure.TimedOut, MeasurementFailure.Crashed, MeasurementFailure.NotBuilt, MeasurementFailure.NotBuilt, null,
            ],
            measured.Select(m => m.Failure));
        Assert.Equal(
            ["", "wrong result", "wrong result", "launch", "launch", "resources", "time-out", "device lost", "compile", "resources", ""],
            measured.Select(m => m.Detail?.Split(':')[0] ?? ""));
    }

    [Fact]
    public void What_hangs_only_when_it_is_timed_is_out_and_the_others_are_timed()
    {
        var measured = Measure(["gemms", "later_hang_gemms", "slow_gemms"]);
        Assert.Equal([null, MeasurementFailure.TimedOut, null], measured.Select(m => m.Failure));
        Assert.Equal(15, measured[2].MedianMicroseconds, 0.01);
    }

    [Fact]
    public void What_kills_the_worker_only_when_it_is_timed_is_out_and_the_others_are_timed()
    {
        var measured = Measure(["gemms", "later_crash_gemms", "slow_gemms"]);
        Assert.Equal([null, MeasurementFailure.Crashed, null], measured.Select(m => m.Failure));
    }

    [Fact]
    public void Without_a_GPU_nothing_is_measured()
    {
        Refused(DriverCodes.NoDevice, () => Measure(["gemms"], "STUB_DEVICES=0"));
        Refused(DriverCodes.DriverMissing, () => Measure(["gemms"], $"{DriverSearch.PathVariable}=none"));
        Refused(DriverCodes.OutOfMemory, () => Measure(["gemms"], "STUB_MEMORY=1000"));
    }

    [Fact]
    public void A_GPU_that_stays_away_ends_the_measuring_and_what_was_measured_counts()
    {
        using var folder = new TemporaryFolder();
        var flag = folder.File("started");
        // The second worker finds no GPU.
        string[] arguments = ["-c", $"[ -e {flag} ] && export STUB_DEVICES=0; touch {flag}; export {DriverSearch.PathVariable}={StubDriver.Path}; exec dotnet {CommandLine.Assembly} worker"];
        using var measurer = Measurer(["gemms", "lost_gemms", "gemms"], Options with { Worker = new WorkerProgram("sh", arguments) }, out var candidates);
        var first = measurer.Measure([candidates[0]], Cancellation);
        var measured = measurer.Measure([candidates[1], candidates[2]], Cancellation);
        Assert.True(first[0].Succeeded);
        Assert.Equal([MeasurementFailure.Crashed, MeasurementFailure.Crashed], measured.Select(m => m.Failure));
        Assert.Equal(MeasurementFailure.NotRun, measurer.Measure([candidates[0]], Cancellation)[0].Failure);
    }

    [Fact]
    public void Two_processes_do_not_measure_at_once()
    {
        using var device = CudaDriver.Load(new DriverSearch(_ => StubDriver.Path)).Device();
        using (GpuLock.Take(device, TimeSpan.Zero))
        {
            var error = Refused(MeasuringCodes.GpuBusy, () => Measure(["gemms"]));
            Assert.Contains("NVIDIA H100", error.Diagnostics[0].Problem, StringComparison.Ordinal);
        }

        Assert.True(Measure(["gemms"])[0].Succeeded);
    }

    [Fact]
    public void A_worker_that_does_not_start_is_told()
    {
        using var measurer = Measurer(["gemms"], Options with { Worker = new WorkerProgram("/nowhere/mcfuser", ["worker"]) }, out var candidates);
        Refused(MeasuringCodes.WorkerMissing, () => measurer.Measure(candidates, Cancellation));
    }

    [Fact]
    public void Nothing_runs_once_cancelled()
    {
        using var measurer = Measurer(["gemms", "gemms"], Options, out var candidates);
        Assert.All(measurer.Measure(candidates, new CancellationToken(canceled: true)), m => Assert.Equal(MeasurementFailure.NotRun, m.Failure));
    }

    [Fact]
    public async Task The_worker_refuses_what_it_does_not_understand()
    {
        using var output = new StringWriter();
        MeasuringWorker.Run(new StringReader("""{"do":"open","device":0,"limitSeconds":1,"lockSeconds":1}"""), output);
        Assert.Contains(DriverCodes.DriverMissing, output.ToString(), StringComparison.Ordinal);
        Assert.Equal(new WorkerProgram("/opt/mcfuser", ["worker"]).File, WorkerProgram.Find("/opt/mcfuser", "/lib").File);
        Assert.DoesNotContain("worker", (await CommandLine.Run("--help")).Output, StringComparison.Ordinal);
    }

    private static CudaMeasurerOptions Options => new()
    {
        Worker = Worker(), LaunchLimit = TimeSpan.FromSeconds(0.3), LockLimit = TimeSpan.FromSeconds(0.2), BudgetPerCandidate = TimeSpan.FromMilliseconds(5),
    };

    private static WorkerProgram Worker(params string[] environment) =>
        new("env", [$"{DriverSearch.PathVariable}={StubDriver.Path}", .. environment, "dotnet", CommandLine.Assembly, WorkerProgram.Command]);

    private static EquatableArray<Measurement> Measure(string[] kernels, params string[] environment)
    {
        using var measurer = Measurer(kernels, Options with { Worker = Worker(environment) }, out var candidates);
        return measurer.Measure(candidates, Cancellation);
    }

    /// <summary>A candidate for each kernel; what the candidates say of themselves does not matter.</summary>
    private static CudaMeasurer Measurer(string[] kernels, CudaMeasurerOptions options, out EquatableArray<Candidate> candidates)
    {
        EquatableArray<Candidate> drawn = [.. StratifiedSamples.Draw(CandidateSpace.Of(Chain, Chains.A100), kernels.Length, seed: 1)];
        Assert.Equal(kernels.Length, drawn.Count);
        candidates = drawn;
        return new CudaMeasurer(Chain, (candidate, _) => Package(kernels[drawn.ToList().IndexOf(candidate)]), options);
    }

    private static PackageContent Package(string entry)
    {
        if (entry == "COMPILE") throw new DiagnosticException(ExitCode.Internal, new Diagnostic("MCF5204", "it does not compile", "report it"));
        if (entry == "RESOURCES") throw new DiagnosticException(ExitCode.NoLegalSchedule, new Diagnostic("MCF3202", "it is too large", "choose smaller tiles"));
        var one = new ManifestExpression(1);
        var launch = new ManifestLaunch
        {
            File = "kernel.cubin",
            Entry = entry,
            Grid = [one, one, one],
            Block = [one, one, one],
            Args =
            [
                .. new[] { "A", "B", "D", "O" }.Select(n => new ParameterArgument { Parameter = n }),
                .. new[] { "b", "m", "n", "k", "h" }.Select(n => new AxisArgument { Axis = n, Type = DataType.I32 }),
            ],
        };
        ManifestParameter Parameter(string name, params string[] axes) => new()
        {
            Name = name, Type = DataType.F32, Shape = [.. axes.Select(a => new ManifestExpression(a))], Strides = [.. axes.Select(_ => one)], Alignment = 4,
            Direction = name == "O" ? ParameterDirection.Out : ParameterDirection.In,
        };
        var manifest = new Manifest
        {
            Chain = Chain.Name,
            Compiler = "0.1.0",
            Target = "cuda",
            Arch = "sm_90",
            Axes = [.. Chain.Axes.Select(a => new ManifestAxis(a.Name, a.Extent.Value, a.Extent.Value))],
            Parameters = [Parameter("A", "b", "m", "k"), Parameter("B", "b", "k", "n"), Parameter("D", "b", "n", "h"), Parameter("O", "b", "m", "h")],
            Workspaces = [],
            Variants = [new ManifestVariant { Tiling = "mnkh", Tiles = [], Launches = [launch] }],
            Files = [],
        };
        return new PackageContent(manifest, [new PackageFile("kernel.cubin", Encoding.UTF8.GetBytes($"\u007fELF {entry}"))]);
    }

    private static DiagnosticException Refused(string code, Action action)
    {
        var error = Assert.Throws<DiagnosticException>(action);
        Assert.Equal((code, ExitCode.DeviceMissing), (error.Diagnostics[0].Code, error.ExitCode));
        return error;
    }
}
