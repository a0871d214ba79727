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
                "== schedule ==", "== why this one ==", "== placement ==", "== why it is legal ==", "== tile program ==",
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
    public async Task Puts_the_terms_of_the_winner_beside_those_of_the_runner_up()
    {
        using var json = JsonDocument.Parse((await CommandLine.Run("explain", SampleFiles.Path("paper/s7"), "--json")).AssertSucceeds().Output);
        var chain = json.RootElement.GetProperty("chains")[0];
        var (winner, next) = (chain.GetProperty("winner"), chain.GetProperty("runnerUp"));
        Assert.Equal(Terms(winner), Terms(next));
        Assert.Subset(Terms(winner).ToHashSet(), (HashSet<string>)["us", "contractions", "exponentials", "loadsAndStores", "tasks"]);
        Assert.True(winner.GetProperty("estimate").GetProperty("us").GetDouble() <= next.GetProperty("estimate").GetProperty("us").GetDouble());
        Assert.Equal(JsonValueKind.Null, winner.GetProperty("measurement").ValueKind);
        Assert.Equal(0, chain.GetProperty("measured").GetArrayLength());
        Assert.Equal(winner.GetRawText(), chain.GetProperty("modelChoice").GetRawText());

        static List<string> Terms(JsonElement candidate) => [.. candidate.GetProperty("estimate").EnumerateObject().Select(t => t.Name)];
    }

    [Fact]
    public async Task Lists_what_was_measured_and_what_the_model_alone_would_have_chosen()
    {
        var result = (await CommandLine.Run("explain", SampleFiles.Path("paper/g1"), "--measure", "--max-measurements", "4")).AssertSucceeds();
        Assert.Matches(@"(?m)^  winner +\S.*: measured .* runs\), estimated ", result.Output);
        Assert.Matches(@"(?m)^  (the model alone would have chosen the same|model alone \S.*: measured )", result.Output);
        Assert.Equal(4, result.Output.Split("  measured, the fastest first:")[1].Split("== placement")[0].Split('\n').Count(l => l.StartsWith("    ", StringComparison.Ordinal)));
        Assert.Matches(@"^g1: generation 1, \d+ estimated, 4 measured, best ", result.Error);
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
