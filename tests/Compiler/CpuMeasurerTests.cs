using MCFuser.Compiler.Measuring;
using MCFuser.Core.Chains;
using MCFuser.Search.Measuring;
using MCFuser.Search.Models;
using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Search.Tuning;
using MCFuser.Tests.Tiling;
using MCFuser.Tiling.Programs;

namespace MCFuser.Tests.Compiler;

public class CpuMeasurerTests
{
    private static readonly OperatorChain Chain = Chains.Attention(80, 48, 16, 33);

    private static readonly CpuMeasurerOptions Short = new() { BudgetPerCandidate = TimeSpan.FromMilliseconds(1), Threads = 1 };

    [Fact]
    public void Measures_right_candidates_of_every_kind_of_chain()
    {
        foreach (var chain in new[] { Chain, Chains.GatedPair(), Chains.NormalisedGemm(), Chains.Parse("chain s(m = 40, n = 7) { input X: f32[m, n]  output Y: f32[m, n] = softmax[n](X[m, n]) }") })
        {
            var candidates = StratifiedSamples.Draw(CandidateSpace.Of(chain, Chains.Cpu), 4, seed: 1);
            var measurements = new CpuMeasurer(chain, Short).Measure(candidates, TestContext.Current.CancellationToken);
            Assert.Equal(candidates.Count, measurements.Count);
            Assert.All(measurements, m =>
            {
                Assert.True(m.Succeeded, $"{chain.Name}: {m}");
                Assert.InRange(m.MedianMicroseconds, m.P10Microseconds, m.P90Microseconds);
                Assert.True(m.P10Microseconds > 0 && m.Repeats >= 1);
            });
        }
    }

    [Fact]
    public void A_program_of_something_else_is_found_out()
    {
        var candidates = StratifiedSamples.Draw(CandidateSpace.Of(Chain, Chains.Cpu), 3, seed: 1);
        var other = Chains.Parse("""
            chain attention(b = 2, m = 80, n = 48, k = 16, h = 33) {
              input Q: f16[b, m, k]
              input K: f16[b, n, k]
              input V: f16[b, n, h]
              S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
              P[b, m, n] = softmax[n](S[b, m, n] / sqrt(extent(k) + 1))
              output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
            }
            """);
        var wrong = candidates[1];
        var measurer = new CpuMeasurer(Chain, Short, build: c => TileProgramBuilder.Build(c == wrong ? other : Chain, c));
        var measurements = measurer.Measure(candidates, TestContext.Current.CancellationToken);
        Assert.Equal([null, MeasurementFailure.WrongResult, null], measurements.Select(m => m.Failure));
        Assert.NotNull(measurements[1].Detail);
    }

    [Fact]
    public void Nothing_runs_once_cancelled()
    {
        var candidates = StratifiedSamples.Draw(CandidateSpace.Of(Chain, Chains.Cpu), 3, seed: 1);
        var measurements = new CpuMeasurer(Chain, Short).Measure(candidates, new CancellationToken(canceled: true));
        Assert.All(measurements, m => Assert.Equal(MeasurementFailure.NotRun, m.Failure));
    }

    [Fact]
    public void A_search_that_measures_ends_with_a_kernel_that_computes_the_chain()
    {
        var space = CandidateSpace.Of(Chain, Chains.Cpu);
        var result = CandidateSearch.Run(
            space, new RooflineModel(Chain, Chains.Cpu), new CpuMeasurer(Chain, Short), new SearchOptions { MaxMeasurements = 20 }, TestContext.Current.CancellationToken);
        Assert.True(result.Winner.Measurement!.Succeeded);
        Assert.All(result.Measured, r => Assert.True(r.Measurement!.Succeeded, $"{r.Candidate}: {r.Measurement}"));
    }
}
