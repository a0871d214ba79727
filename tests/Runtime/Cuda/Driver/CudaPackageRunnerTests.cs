using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Cuda;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Packages;
using MCFuser.Tests.Support;
using PackageCodes = MCFuser.Runtime.Packages.PackageCodes;

namespace MCFuser.Tests.Runtime.Cuda.Driver;

[Collection(StubDriver.Collection)]
public sealed class CudaPackageRunnerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, long> Fixed = [];

    private readonly TemporaryFolder _folder = new();

    private readonly StubDriver _stub = StubDriver.Start();

    private readonly TensorData _input = TensorData.FromDoubles("X", DataType.F32, [100], [.. Enumerable.Range(0, 100).Select(i => (double)i)]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sm_90", "kernel.cubin")]
    [InlineData("sm_80", "kernel.ptx")]
    public void Runs_a_package_and_gives_everything_back(string arch, string file)
    {
        var output = Run(StubPackages.Copy(arch: arch, file: file));
        Assert.Equal(_input.ToDoubles(), output.ToDoubles());
        Assert.Equal("cuLaunchKernelEx copy grid 2 1 1 block 128 1 1 cluster 1 1 1 shared 1024", _stub.Calls.Single(c => c.StartsWith("cuLaunch", StringComparison.Ordinal)));
        Assert.Equal(0, _stub.Live);
    }

    [Fact]
    public void What_no_kernel_writes_is_not_a_number() => Assert.All(Run(StubPackages.Copy("idle_3")).ToDoubles(), v => Assert.True(double.IsNaN(v)));

    [Fact]
    public void Every_kind_of_argument_arrives()
    {
        Run(StubPackages.Copy("record_6", change: launch => launch with
        {
            Cluster = [new ManifestExpression(2), new ManifestExpression(1), new ManifestExpression(1)],
            Args =
            [
                new AxisArgument { Axis = "m", Type = DataType.I32 },
                new AxisArgument { Axis = "m", Type = DataType.I64 },
                new ScalarArgument { Scalar = 0.125, Type = DataType.F32 },
                new ScalarArgument { Scalar = 0.125, Type = DataType.F16 },
                new WorkspaceArgument { Workspace = 0 },
                new TensorMapArgument { TensorMap = new TensorMap { Parameter = "X", Box = [64], Swizzle = "128B" } },
            ],
        }));
        var words = _stub.Calls.Single(c => c.StartsWith("cuLaunch", StringComparison.Ordinal)).Split(' ');
        var values = words[^6..].Select(w => Convert.ToUInt64(w, 16)).ToList();
        Assert.Contains("cluster 2 1 1", string.Join(' ', words), StringComparison.Ordinal);
        Assert.Equal(100u, (uint)values[0]);
        Assert.Equal(100ul, values[1]);
        Assert.Equal(BitConverter.SingleToUInt32Bits(0.125f), (uint)values[2]);
        Assert.Equal(BitConverter.HalfToUInt16Bits((Half)0.125f), (ushort)values[3]);
        Assert.Equal(0ul, values[4] % 256);
        Assert.Equal(0x5a5a5a5a5a5a5a5aul, values[5]);
        Assert.Contains("cuTensorMapEncodeTiled type 7 100/64/1 swizzle 3", _stub.Calls);
    }

    [Fact]
    public void A_package_for_another_GPU_is_refused()
    {
        Refused(DriverCodes.WrongArchitecture, ExitCode.DeviceMissing, () => Run(StubPackages.Copy(arch: "sm_80")));
        Refused(DriverCodes.WrongArchitecture, ExitCode.DeviceMissing, () => Run(StubPackages.Copy(arch: "sm_100", file: "kernel.ptx")));
        Refused(DriverCodes.WrongArchitecture, ExitCode.DeviceMissing, () => Run(StubPackages.Copy(file: "kernel.cu")));
        Assert.Equal(0, _stub.Live);
    }

    [Fact]
    public void A_package_for_another_target_is_refused() =>
        Refused(PackageCodes.WrongTarget, ExitCode.InvalidInput, () => Run(Tests.Codegen.Packages.Packages.Gemms()));

    [Fact]
    public void An_edited_package_is_refused_before_the_driver_sees_it()
    {
        KernelPackageWriter.Write(_folder.File("p"), StubPackages.Copy());
        File.AppendAllText(_folder.File("p/kernel.cubin"), " ");
        Refused(PackageCodes.Edited, ExitCode.InvalidInput, () => KernelPackageReader.Open(_folder.File("p")));
    }

    [Fact]
    public void Tensors_have_to_be_those_that_it_was_compiled_for()
    {
        Refused(DriverCodes.TensorMissing, ExitCode.InvalidInput, () => Run(StubPackages.Copy(), new TensorData("Z", DataType.F32, [100])));
        Refused(DriverCodes.TensorMismatch, ExitCode.InvalidInput, () => Run(StubPackages.Copy(), new TensorData("X", DataType.F32, [99])));
        Refused(DriverCodes.TensorMismatch, ExitCode.InvalidInput, () => Run(StubPackages.Copy(), new TensorData("X", DataType.F16, [100])));
        Refused(PackageCodes.ExtentWrong, ExitCode.InvalidInput, () => Run(StubPackages.Copy(), extents: new() { ["m"] = 99 }));
        Assert.Equal(0, _stub.Live);
    }

    [Fact]
    public void A_kernel_that_writes_outside_is_told_from_a_lost_GPU()
    {
        var outside = StubPackages.Copy(change: l => l with { Args = [l.Args[0], l.Args[1], new ScalarArgument { Scalar = 404, Type = DataType.I32 }] });
        Refused(DriverCodes.KernelFault, ExitCode.Internal, () => Run(outside));
        StubDriver.Start();
        Refused(DriverCodes.DeviceLost, ExitCode.DeviceMissing, () => Run(StubPackages.Copy("lost_3")));
        StubDriver.Start();
        Refused(DriverCodes.TimedOut, ExitCode.DeviceMissing, () => Run(StubPackages.Copy("hang_3"), limit: TimeSpan.FromMilliseconds(20)));
        Assert.Equal(0, _stub.Blocked);
    }

    [Fact]
    public void Too_little_memory_leaves_nothing_behind()
    {
        _stub.Memory(1000);
        Refused(DriverCodes.OutOfMemory, ExitCode.DeviceMissing, () => Run(StubPackages.Copy()));
        Assert.Equal(0, _stub.Live);
        _stub.Memory(80UL << 30);
    }

    /// <summary>Whatever call fails, there is a coded error, and what was made is given back.</summary>
    [Fact]
    public void Every_call_may_fail()
    {
        Run(StubPackages.Copy());
        var calls = _stub.Calls;
        string[] back = ["Free", "Unload", "Destroy", "Release"];
        for (var call = 1; call <= calls.Count; call++)
        {
            if (back.Any(calls[call - 1].Contains)) continue;
            var stub = StubDriver.Start();
            stub.FailAt(call, DriverStatus.InvalidValue);
            DiagnosticException? error = null;
            try
            {
                Run(StubPackages.Copy());
            }
            catch (DiagnosticException e)
            {
                error = e;
            }

            // Setting the context again on the way out is the only call that nobody minds.
            if (error is null) Assert.Equal("cuCtxSetCurrent", calls[call - 1]);
            else Assert.Matches("^MCF43(02|03|08|09|10)$", error.Diagnostics[0].Code);
            Assert.True(stub.Live == 0, $"{stub.Live} left after {calls[call - 1]}, call {call}");
        }
    }

    private TensorData Run(PackageContent content, TensorData? input = null, Dictionary<string, long>? extents = null, TimeSpan? limit = null)
    {
        KernelPackageWriter.Write(_folder.File("p"), content);
        var package = KernelPackageReader.Open(_folder.File("p"));
        using var device = StubDriver.Load().Device();
        using var runner = new CudaPackageRunner(device, package, extents ?? Fixed);
        return runner.Run(new Dictionary<string, TensorData> { [(input ?? _input).Name] = input ?? _input }, limit ?? Limit)["Y"];
    }

    private static void Refused(string code, ExitCode exit, Action action)
    {
        var error = Assert.Throws<DiagnosticException>(action);
        Assert.Equal((code, exit), (error.Diagnostics[0].Code, error.ExitCode));
    }
}
