using System.Text.Json;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Diagnostics;
using MCFuser.Portable;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Cuda.Nvrtc;
using MCFuser.Tests.Codegen.Cuda;
using MCFuser.Tests.Runtime.Cuda.Driver;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

/// <summary>
/// The command line where a GPU is, as a process with the stub driver. That takes real kernels and does not run them: what they should have written is missing, and
/// has to be found missing.
/// </summary>
[Collection(StubDriver.Collection)]
public class GpuTests
{
    private static readonly string[] _graph = [SampleFiles.Path("two_gemms"), "--set", "m=64,n=48"];

    [Fact]
    public async Task Devices_shows_the_GPU_at_hand()
    {
        using var json = JsonDocument.Parse((await Run("devices", "--json")).AssertSucceeds().Output);
        var gpu = Assert.Single(json.RootElement.GetProperty("gpus").EnumerateArray());
        Assert.Equal("NVIDIA H100 80GB HBM3", gpu.GetProperty("name").GetString());
        Assert.Equal("sm_90", gpu.GetProperty("device").GetProperty("arch").GetString());
        Assert.Contains("GPU 0 at hand: NVIDIA H100 80GB HBM3 (sm_90, 132 SMs, 80.0 GiB, driver for CUDA 13.0)", (await Run("devices")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_says_why_there_is_no_GPU()
    {
        Assert.Contains("no GPU at hand: there is no CUDA driver", (await CommandLine.Run("devices")).AssertSucceeds().Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await CommandLine.Run("devices", "--json")).Output);
        Assert.Contains("no CUDA driver", json.RootElement.GetProperty("noGpu").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_that_writes_nothing_fails_the_check()
    {
        Toolchain.Require(CudaCompilerKind.Nvrtc);
        var result = await Run(["run", .. _graph, "--target", "cuda", "--check", "--json"]);
        Assert.True(result.ExitCode == ExitCode.CheckFailed, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        var chain = json.RootElement.GetProperty("chains")[0];
        Assert.Equal(("cuda", "h100"), (chain.GetProperty("target").GetString(), chain.GetProperty("device").GetString()));
        // The stub counts 5 us a kernel: one fused, two unfused.
        Assert.Equal(5, chain.GetProperty("medianUs").GetDouble(), 0.01);
        Assert.Equal(10, chain.GetProperty("unfusedUs").GetDouble(), 0.01);
    }

    [Fact]
    public async Task Without_a_compiler_the_portable_path_is_named()
    {
        using var folder = new TemporaryFolder();
        var variables = new Dictionary<string, string> { [DriverSearch.PathVariable] = StubDriver.Path, [NvrtcSearch.PathVariable] = folder.Path };
        var result = await CommandLine.RunProcess(variables, [CommandLine.Assembly, "run", .. _graph, "--target", "cuda"]);
        result.AssertFails(ExitCode.DeviceMissing, NvrtcCodes.Missing);
        Assert.Contains("--portable", result.Error, StringComparison.Ordinal);
    }

    /// <summary>The stub lacks what ILGPU asks of a driver.</summary>
    [Fact]
    public async Task A_driver_that_ILGPU_cannot_use_is_refused() =>
        (await Run(["run", .. _graph, "--target", "cuda", "--portable"])).AssertFails(ExitCode.DeviceMissing, PortableCodes.DeviceUnusable);

    [Fact]
    public async Task Candidates_that_write_nothing_do_not_win()
    {
        Toolchain.Require(CudaCompilerKind.Nvrtc);
        using var folder = new TemporaryFolder();
        var result = await Run(["compile", .. _graph, "-o", folder.File("out"), "--target", "cuda", "--measure", "--max-measurements", "2"]);
        result.AssertFails(ExitCode.NoValidKernel, "MCF2101");
        Assert.Contains("wrong result: E[0, 0", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
        (await Run(["correlate", .. _graph, "--target", "cuda", "--arch", "native", "--samples", "2"])).AssertFails(ExitCode.NoValidKernel, "MCF5304");
    }

    [Fact]
    public async Task Without_a_GPU_the_model_chooses_and_says_so()
    {
        var result = (await CommandLine.Run(["tune", .. _graph, "--target", "cuda"])).AssertSucceeds();
        Assert.Contains("candidates are not measured, the model chooses: there is no CUDA driver", result.Error, StringComparison.Ordinal);
        (await CommandLine.Run(["correlate", .. _graph, "--target", "cuda"])).AssertFails(ExitCode.DeviceMissing, "MCF5303");
        (await CommandLine.Run(["explain", .. _graph, "--target", "cuda", "--arch", "native"])).AssertFails(ExitCode.DeviceMissing, DriverCodes.DriverMissing);
    }

    private static Task<CommandResult> Run(params string[] arguments) =>
        CommandLine.RunProcess(new Dictionary<string, string> { [DriverSearch.PathVariable] = StubDriver.Path }, [CommandLine.Assembly, .. arguments]);
}
