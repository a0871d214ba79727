using System.Text.Json;
using MCFuser.Codegen.Packages;
using MCFuser.Compiler;
using MCFuser.Core.Diagnostics;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

public class CompileTests
{
    private static readonly string _sample = SampleFiles.Path("attention");

    [Fact]
    public async Task Writes_a_package_for_each_kernel_and_the_graph()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("compile", _sample, "-o", folder.File("out"))).AssertSucceeds();
        Assert.Equal(
            ["out/attention/kernel.tile", "out/attention/manifest.json", "out/attention/schedule.txt", "out/attention/tuning.json", "out/graph.json"],
            folder.Content().Select(f => f.Name));
        using var manifest = JsonDocument.Parse(File.ReadAllText(folder.File("out/attention/manifest.json")));
        Assert.Equal("attention", manifest.RootElement.GetProperty("chain").GetString());
        Assert.Equal("cpu", manifest.RootElement.GetProperty("target").GetString());
        Assert.Equal(["Q", "K", "V", "O"], manifest.RootElement.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Contains("tiling ", File.ReadAllText(folder.File("out/attention/schedule.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_packages_in_the_order_in_which_they_run()
    {
        using var folder = new TemporaryFolder();
        var result = (await CommandLine.Run("compile", _sample, "-o", folder.File("out"), "--fuse", "never", "--json")).AssertSucceeds();
        using var json = JsonDocument.Parse(result.Output);
        var packages = json.RootElement.GetProperty("chains")[0].GetProperty("packages").EnumerateArray().Select(p => p.GetString()!).ToList();
        Assert.Equal(["attention_0", "attention_1", "attention_2"], packages.Select(Path.GetFileName));
        Assert.All(packages, p => Assert.True(File.Exists(Path.Combine(p, "manifest.json"))));
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("mlp")]
    [InlineData("linear_attention")]
    public async Task The_same_graph_gives_the_same_bytes(string sample)
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        foreach (var folder in new[] { first, second, second })
            (await CommandLine.Run("compile", SampleFiles.Path(sample), "-o", folder.File("out"))).AssertSucceeds();
        Assert.Equal(first.Content(), second.Content());
    }

    /// <summary>The space of the gated MLP is too large to be estimated completely, so that its search draws random numbers.</summary>
    [Theory]
    [InlineData("attention")]
    [InlineData("gated_mlp")]
    public async Task The_same_seed_gives_the_same_winner_and_bytes_without_measuring(string sample)
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        foreach (var folder in new[] { first, second })
            (await CommandLine.RunProcess("compile", SampleFiles.Path(sample), "-o", folder.File("out"), "--no-measure", "--seed", "7")).AssertSucceeds();
        Assert.Equal(first.Content(), second.Content());
    }

    [Fact]
    public async Task Says_beside_the_package_how_its_schedule_was_found()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("compile", SampleFiles.Path("paper/g1"), "-o", folder.File("out"), "--measure", "--max-measurements", "3")).AssertSucceeds();
        using var tuning = JsonDocument.Parse(File.ReadAllText(folder.File("out/g1/tuning.json")));
        using var manifest = JsonDocument.Parse(File.ReadAllText(folder.File("out/g1/manifest.json")));
        Assert.Equal(3, tuning.RootElement.GetProperty("measured").GetArrayLength());
        var winner = tuning.RootElement.GetProperty("winner");
        Assert.True(winner.GetProperty("measurement").GetProperty("medianUs").GetDouble() > 0);
        Assert.Equal(winner.GetProperty("tiling").GetString(), manifest.RootElement.GetProperty("variants")[0].GetProperty("tiling").GetString());
        Assert.False(manifest.RootElement.GetProperty("files").TryGetProperty("tuning.json", out _));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_exits_with_1()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "in the way");
        (await CommandLine.Run("compile", _sample, "-o", file)).AssertFails(ExitCode.InvalidInput, PackageCodes.Unwritable);
        Assert.Equal(["file"], folder.Content().Select(f => f.Name));
        Assert.Equal("in the way", File.ReadAllText(file));
        if (Directory.Exists("/proc")) (await CommandLine.Run("compile", _sample, "-o", "/proc/mcfuser")).AssertFails(ExitCode.InvalidInput, PackageCodes.Unwritable);
    }

    [Fact]
    public async Task What_is_no_package_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("out/attention"));
        folder.Write("out/attention/letter.txt", "precious");
        (await CommandLine.Run("compile", _sample, "-o", folder.File("out"))).AssertFails(ExitCode.InvalidInput, PackageCodes.NotReplaceable);
        Assert.Equal(["out/attention/letter.txt"], folder.Content().Select(f => f.Name));
    }

    [Theory]
    [InlineData("--tiling garbage", ExitCode.InvalidInput, "MCF2001")]
    [InlineData("--set m=0", ExitCode.InvalidInput, "MCF1071")]
    [InlineData("--target cuda --emit cu,obj", ExitCode.Usage, "MCF5001")]
    [InlineData("--target cuda --cuda-compiler gcc", ExitCode.Usage, "MCF5001")]
    [InlineData("--target cuda --emit ptx --cuda-compiler none", ExitCode.DeviceMissing, "MCF5203")]
    public async Task Writes_nothing_when_it_cannot_compile(string options, ExitCode exit, string code)
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(["compile", _sample, "-o", folder.File("out"), .. options.Split(' ')])).AssertFails(exit, code);
        Assert.False(Path.Exists(folder.File("out")));
    }

    [Fact]
    public async Task Says_what_to_install_where_there_is_no_compiler_for_a_GPU()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string> { ["MCFUSER_NVRTC_PATH"] = folder.Path };
        string[] arguments = [CommandLine.Assembly, "compile", _sample, "-o", folder.File("out"), "--target", "cuda", "--arch", "sm_80"];
        (await CommandLine.RunProcess(environment, arguments)).AssertFails(ExitCode.DeviceMissing, "MCF4201");
        Assert.False(Path.Exists(folder.File("out")));
    }

    [Fact]
    public async Task Kernels_of_one_name_are_refused()
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(_sample);
        var file = folder.Write("two.mcf", text + text.Replace("chain attention(", "chain Attention(", StringComparison.Ordinal));
        (await CommandLine.Run("compile", file, "-o", folder.File("out"))).AssertFails(ExitCode.InvalidInput, CompilerCodes.RepeatedKernel);
        Assert.False(Path.Exists(folder.File("out")));
    }
}
