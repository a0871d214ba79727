using System.Text.Json;
using MCFuser.Compiler;
using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

public class RunTests
{
    private const string Small = "m=48,n=33,b=2,k=20,h=18";

    private static readonly string _sample = SampleFiles.Path("attention");

    [Fact]
    public async Task Says_what_ran_how_long_it_took_and_that_it_is_right()
    {
        var output = (await CommandLine.Run("run", _sample, "--set", Small, "--check")).AssertSucceeds().Output;
        foreach (var label in new[] { "device", "chain", "work", "verdict", "kernel", "time", "unfused" }) Assert.Matches($"(?m)^{label} +\\S", output);
        Assert.Matches("(?m)^check +passed: ", output);
    }

    [Fact]
    public async Task Prints_the_json_of_the_contract()
    {
        using var json = await Json("run", _sample, "--set", Small, "--check", "--json");
        Assert.Equal(1, json.RootElement.GetProperty("schema").GetInt32());
        var chain = Assert.Single(json.RootElement.GetProperty("chains").EnumerateArray());
        Assert.Equal("attention", chain.GetProperty("chain").GetString());
        Assert.Equal("cpu", chain.GetProperty("target").GetString());
        Assert.NotEqual("", chain.GetProperty("device").GetString());
        Assert.Equal(["m", "n", "k", "h"], chain.GetProperty("tiles").EnumerateObject().Select(t => t.Name));
        Assert.Equal(4, chain.GetProperty("tiling").GetString()!.Count(char.IsAsciiLetter));
        foreach (var name in new[] { "medianUs", "p10Us", "p90Us", "unfusedUs", "speedup" }) Assert.True(chain.GetProperty(name).GetDouble() > 0, name);
        Assert.Equal(2.0 * 2 * 48 * 33 * (20 + 18), chain.GetProperty("flops").GetDouble());
        Assert.Equal(2.0 * 2 * (48 * 20 + 33 * 20 + 33 * 18 + 48 * 18), chain.GetProperty("bytesFused").GetDouble());
        Assert.True(chain.GetProperty("bytesUnfused").GetDouble() > chain.GetProperty("bytesFused").GetDouble());
        var check = chain.GetProperty("check");
        Assert.True(check.GetProperty("passed").GetBoolean());
        Assert.Equal(2e-3, check.GetProperty("tolerance").GetDouble());
        Assert.InRange(check.GetProperty("relativeError").GetDouble(), 0, 2e-3);
        Assert.True(check.GetProperty("maxAbsError").GetDouble() >= 0);
    }

    [Fact]
    public async Task Without_a_check_the_json_has_null()
    {
        using var json = await Json("run", _sample, "--set", Small, "--json");
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("chains")[0].GetProperty("check").ValueKind);
    }

    [Theory]
    [InlineData("mhnk")]
    [InlineData("mn(k,h)")]
    [InlineData("m n (k, h)")]
    public async Task Follows_the_schedule_it_is_given(string tiling)
    {
        using var json = await Json("run", _sample, "--set", Small, "--tiling", tiling, "--tile", "m=16,n=32,k=32,h=32", "--check", "--json");
        var chain = json.RootElement.GetProperty("chains")[0];
        Assert.Equal(tiling.Replace(" ", "", StringComparison.Ordinal), chain.GetProperty("tiling").GetString());
        Assert.Equal([16, 32, 32, 32], chain.GetProperty("tiles").EnumerateObject().Select(t => t.Value.GetInt32()));
        Assert.True(chain.GetProperty("check").GetProperty("passed").GetBoolean());
    }

    [Theory]
    [InlineData("never", 3)]
    [InlineData("always", 1)]
    [InlineData("auto", 1)]
    public async Task Fuses_as_told(string mode, int kernels)
    {
        using var json = await Json("run", _sample, "--set", Small, "--fuse", mode, "--check", "--json");
        Assert.Equal(kernels, json.RootElement.GetProperty("chains")[0].GetProperty("kernels").GetArrayLength());
    }

    [Fact]
    public async Task Runs_every_chain_of_a_file_or_the_one_it_is_told()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("two.mcf", string.Concat(new[] { "attention", "paper/g1" }.Select(s => File.ReadAllText(SampleFiles.Path(s)))));
        using var all = await Json("run", file, "--set", Small, "--check", "--json");
        Assert.Equal(["attention", "g1"], all.RootElement.GetProperty("chains").EnumerateArray().Select(c => c.GetProperty("chain").GetString()));
        using var one = await Json("run", file, "--set", Small, "--chain", "g1", "--json");
        Assert.Equal("g1", Assert.Single(one.RootElement.GetProperty("chains").EnumerateArray()).GetProperty("chain").GetString());
        (await CommandLine.Run("run", file, "--output", $"O={folder.File("o.npy")}")).AssertFails(ExitCode.InvalidInput, CompilerCodes.AmbiguousChain);
    }

    [Theory]
    [InlineData("--set q=4", ExitCode.InvalidInput, "MCF1070")]
    [InlineData("--set m=0", ExitCode.InvalidInput, "MCF1071")]
    [InlineData("--set m=-3", ExitCode.InvalidInput, "MCF1071")]
    [InlineData("--chain nobody", ExitCode.InvalidInput, "MCF1016")]
    [InlineData("--tiling )(", ExitCode.InvalidInput, "MCF2001")]
    [InlineData("--tiling mnk", ExitCode.InvalidInput, "MCF2001")]
    [InlineData("--tile m=17", ExitCode.InvalidInput, "MCF2004")]
    [InlineData("--tile m", ExitCode.InvalidInput, "MCF2002")]
    [InlineData("--tile q=16", ExitCode.InvalidInput, "MCF2003")]
    [InlineData("--tiling mknh --tile m=16,n=16,k=16,h=16", ExitCode.NoLegalSchedule, "MCF2005")]
    [InlineData("--target cuda", ExitCode.DeviceMissing, DriverCodes.DriverMissing)]
    [InlineData("--input Z=z.npy", ExitCode.InvalidInput, CompilerCodes.UnknownInput)]
    [InlineData("--output Z=z.npy", ExitCode.InvalidInput, CompilerCodes.UnknownOutput)]
    [InlineData("--set b=1,m=1000000,n=1000000 --fuse never", ExitCode.DeviceMissing, CompilerCodes.OutOfMemory)]
    public async Task Refuses_what_it_cannot_do(string options, ExitCode exit, string code) =>
        (await CommandLine.Run(["run", _sample, .. options.Split(' ')])).AssertFails(exit, code);

    /// <summary>Beside a billion, f32 has no digits left for the sum; the reference has.</summary>
    [Fact]
    public async Task A_failed_check_exits_with_5_and_still_prints()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("cancel.mcf", """
            chain cancel(m = 16, k = 32, n = 16) {
              input A: f16[m, k]
              input B: f16[k, n]
              output C: f16[m, n] = sum[k](A[m, k] * B[k, n]) + 1000000000 - 1000000000
            }
            """);
        var result = await CommandLine.Run("run", file, "--check", "--json");
        Assert.Equal(ExitCode.CheckFailed, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        Assert.False(json.RootElement.GetProperty("chains")[0].GetProperty("check").GetProperty("passed").GetBoolean());
        Assert.Contains("check      FAILED: ", (await CommandLine.Run("run", file, "--check")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_graph_without_a_contraction_exits_with_3()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("map.mcf", "chain map(m = 4) {\n  input A: f32[m]\n  output O: f32[m] = exp(A[m])\n}\n");
        (await CommandLine.Run("run", file)).AssertFails(ExitCode.NoLegalSchedule, CompilerCodes.NothingToFuse);
    }

    [Fact]
    public async Task A_dynamic_axis_wants_an_extent()
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(_sample).Replace("m = 512", "m = 1..4096", StringComparison.Ordinal);
        var file = folder.Write("dynamic.mcf", text);
        (await CommandLine.Run("run", file)).AssertFails(ExitCode.InvalidInput, "MCF1072");
        (await CommandLine.Run("run", file, "--set", Small, "--check")).AssertSucceeds();
    }

    private static async Task<JsonDocument> Json(params string[] arguments) => JsonDocument.Parse((await CommandLine.Run(arguments)).AssertSucceeds().Output);
}
