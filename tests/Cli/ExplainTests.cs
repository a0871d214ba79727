using System.Text.Json;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

public class ExplainTests
{
    [Fact]
    public async Task Shows_every_stage_in_order()
    {
        var output = (await CommandLine.Run("explain", SampleFiles.Path("attention"))).AssertSucceeds().Output;
        var titles = output.Split('\n').Where(l => l.StartsWith("== ", StringComparison.Ordinal));
        Assert.Equal(
            [
                "== operator graph ==", "== operator chains ==", "== tiling expressions ==", "== search space ==",
                "== schedule ==", "== placement ==", "== why it is legal ==", "== tile program ==",
            ],
            titles);
        Assert.Contains("S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])", output, StringComparison.Ordinal);
        Assert.Matches(@"verdict S: .* FLOP/B .* ridge .*: (memory-bound \(MBCI\)|compute-bound)", output);
        Assert.Contains("attention has 26: ", output, StringComparison.Ordinal);
        Assert.Contains("tile program attention", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_the_json_of_the_contract()
    {
        using var json = JsonDocument.Parse((await CommandLine.Run("explain", SampleFiles.Path("paper/g10"), "--set", "k=512,h=512", "--json")).AssertSucceeds().Output);
        Assert.Equal(1, json.RootElement.GetProperty("schema").GetInt32());
        var chain = Assert.Single(json.RootElement.GetProperty("chains").EnumerateArray());
        Assert.Equal("g10", chain.GetProperty("chain").GetString());
        Assert.Equal(["C", "E"], chain.GetProperty("verdict").EnumerateArray().Select(v => v.GetProperty("tensor").GetString()));
        Assert.Equal(26, chain.GetProperty("expressions").GetArrayLength());
        Assert.Equal(109_051_904, chain.GetProperty("rawCandidates").GetInt64());
        Assert.Equal([26, 5, 3], chain.GetProperty("classes").EnumerateArray().Select(c => c.GetInt32()));
        var funnel = chain.GetProperty("funnel").EnumerateArray().ToList();
        Assert.Equal([20_971_520L, 12_582_912L, 37_632L], funnel.Take(3).Select(r => r.GetProperty("left").GetInt64()));
        Assert.Equal("equal programs", funnel[^1].GetProperty("step").GetString());
        Assert.Equal(4, chain.GetProperty("passes").GetArrayLength());
        Assert.Equal(4, chain.GetProperty("winner").GetProperty("tiles").EnumerateObject().Count());
    }

    [Fact]
    public async Task Names_what_is_left_alone_and_why()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("alone.mcf", """
            chain alone(m = 64, k = 32, n = 48, p = 40) {
              input A: f16[m, k]
              input B: f16[k, n]
              input X: f32[p]
              output C: f16[m, n] = sum[k](A[m, k] * B[k, n])
              output Y: f32[p] = exp(X[p])
            }
            """);
        var output = (await CommandLine.Run("explain", file)).AssertSucceeds().Output;
        Assert.Matches(@"left alone: Y: \S", output);
    }

    [Fact]
    public async Task Runs_nothing_and_needs_no_memory_for_tensors() =>
        (await CommandLine.Run("explain", SampleFiles.Path("attention"), "--set", "m=20000,n=20000")).AssertSucceeds();
}
