using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Search;
using MCFuser.Search.Estimates;
using MCFuser.Search.Measuring;
using MCFuser.Search.Models;
using MCFuser.Search.Spaces;
using MCFuser.Search.Tuning;
using MCFuser.Tests.Tiling;
using MCFuser.Tiling;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tests.Search;

public class CandidateSearchTests
{
    private static readonly OperatorChain Chain = Chains.TwoGemms(512, 256, 128, 128);

    private static CandidateSpace Space => CandidateSpace.Of(Chain, Chains.Cpu);

    private static RooflineModel Model => new(Chain, Chains.Cpu);

    private static SearchResult Run(
        CandidateSpace space, IPerformanceModel model, ICandidateMeasurer? measurer, SearchOptions? options = null, CancellationToken? cancellation = null) =>
        CandidateSearch.Run(space, model, measurer, options, cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>A valley with its floor at m=64, n=128, k=128, h=32 in one expression, 10 us there.</summary>
    private static double Valley(Candidate candidate)
    {
        var distance = new[] { ("m", 64), ("n", 128), ("k", 128), ("h", 32) }.Sum(t => Math.Abs(Math.Log2(candidate.Tile(t.Item1) / (double)t.Item2)));
        return 10 + distance + (candidate.Tiling.ToString() == "mhnk" ? 0 : 2);
    }

    [Fact]
    public void Without_measuring_the_least_estimate_of_the_space_wins_for_every_shape_of_the_paper()
    {
        foreach (var file in SampleChains.Paper)
        {
            var chain = SampleChains.Read(file);
            foreach (var device in new[] { Chains.Cpu, Chains.A100 })
            {
                var space = CandidateSpace.Of(chain, device);
                var model = new RooflineModel(chain, device);
                var result = Run(space, model, null);
                Assert.Null(Legality.Problem(new ChainFlow(chain), result.Winner.Candidate));
                Assert.True(space.Contains(result.Winner.Candidate));
                Assert.Equal((file, space.All().Min(c => model.Estimate(c).Seconds)), (file, result.Winner.Estimate.Seconds));
                Assert.True(result.RunnerUp!.Estimate.Seconds >= result.Winner.Estimate.Seconds);
                Assert.Equal((result.Winner, SearchStop.Exhausted), (result.ModelChoice, result.Stop));
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_winner()
    {
        var options = new SearchOptions { Seed = 5, EstimatedCompletely = 0 };
        var first = Run(Space, Model, null, options);
        Assert.Equal(first.Winner, Run(Space, Model, null, options).Winner);
        Assert.Equal(first.Estimated, Run(Space, Model, null, options).Estimated);
        Assert.NotEqual(first.Estimated, Run(Space, Model, null, options with { Seed = 6 }).Estimated);
    }

    [Fact]
    public void Evolution_over_estimates_comes_close_to_the_least()
    {
        foreach (var file in new[] { "paper/g1", "paper/g4", "paper/s6", "paper/s9" })
        {
            var chain = SampleChains.Read(file);
            var (space, model) = (CandidateSpace.Of(chain, Chains.Cpu), new RooflineModel(chain, Chains.Cpu));
            var result = Run(space, model, null, new SearchOptions { EstimatedCompletely = 0 });
            Assert.True(result.Winner.Estimate.Seconds <= 1.02 * space.All().Min(c => model.Estimate(c).Seconds), file);
        }
    }

    [Fact]
    public void A_space_too_large_to_list_is_searched()
    {
        var chain = Chains.TwoGemms(4096, 14336, 4096, 4096);
        var (space, model) = (CandidateSpace.Of(chain, Chains.Cpu), new RooflineModel(chain, Chains.Cpu));
        Assert.True(space.Bound > 1e6);
        var result = Run(space, model, null);
        Assert.True(space.Contains(result.Winner.Candidate));
        var random = new SplitMix64(1);
        Assert.InRange(result.Winner.Estimate.Seconds, 0, 1.005 * Enumerable.Range(0, 500).Min(_ => model.Estimate(space.Draw(random)).Seconds));
    }

    [Fact]
    public void Measuring_finds_an_optimum_that_the_model_does_not_know()
    {
        var model = Model;
        var measurer = new FakeMeasurer(c => model.Estimate(c).Microseconds * Valley(c));
        var optimum = Space.All().Min(c => model.Estimate(c).Microseconds * Valley(c));
        var result = Run(Space, Model, measurer);
        Assert.InRange(result.Winner.Microseconds, optimum, 1.05 * optimum);
        Assert.Equal(result.Measured.Min(r => r.Microseconds), result.Winner.Microseconds);
        Assert.True(result.RunnerUp!.Microseconds >= result.Winner.Microseconds);
        Assert.True(result.Winner.Microseconds < 0.9 * result.ModelChoice.Microseconds);
        Assert.NotNull(result.ModelChoice.Measurement);
        Assert.All(result.Measured, r => Assert.True(Space.Contains(r.Candidate)));
    }

    [Fact]
    public void Exhaustive_measuring_finds_the_optimum_itself()
    {
        var result = Run(Space, Model, new FakeMeasurer(Valley), new SearchOptions { Exhaustive = true });
        Assert.Equal(10, result.Winner.Microseconds);
        Assert.Equal("mhnk m=64,n=128,k=128,h=32", result.Winner.Candidate.ToString());
        Assert.Equal(Space.All().Count(), result.Measured.Select(r => r.Candidate).Distinct().Count());
    }

    [Fact]
    public void Records_played_back_end_in_the_same_winner()
    {
        var noise = new SplitMix64(9);
        var first = Run(Space, Model, new FakeMeasurer(c => Valley(c) * (1 + 0.2 * noise.NextUnit())));
        var again = Run(Space, Model, new RecordedMeasurer(first.Measured));
        Assert.Equal(first.Winner, again.Winner);
        Assert.Equal(first.Measured, again.Measured);
    }

    [Fact]
    public void Cancelling_keeps_the_best_so_far()
    {
        using var source = new CancellationTokenSource();
        var result = Run(Space, Model, new FakeMeasurer(Valley, batch => { if (batch == 2) source.Cancel(); }), new SearchOptions { Epsilon = -1 }, source.Token);
        Assert.Equal((SearchStop.Cancelled, 16), (result.Stop, result.Measured.Count));
        Assert.Equal(result.Measured.Min(r => r.Microseconds), result.Winner.Microseconds);
    }

    [Fact]
    public void Cancelling_before_anything_ran_leaves_a_choice_of_the_model()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var result = Run(Space, Model, new FakeMeasurer(Valley), null, source.Token);
        Assert.Equal((SearchStop.Cancelled, 0), (result.Stop, result.Measured.Count));
        Assert.True(Space.Contains(result.Winner.Candidate));
    }

    [Fact]
    public void A_time_limit_ends_the_search()
    {
        var clock = new ManualClock();
        var options = new SearchOptions { Epsilon = -1, TimeLimit = TimeSpan.FromSeconds(2.5), Clock = clock };
        var result = Run(Space, Model, new FakeMeasurer(Valley, _ => clock.Advance(TimeSpan.FromSeconds(1))), options);
        Assert.Equal((SearchStop.TimeLimit, 24, 3), (result.Stop, result.Measured.Count, result.Generations));
    }

    [Fact]
    public void No_more_is_measured_than_allowed()
    {
        var result = Run(Space, Model, new FakeMeasurer(Valley), new SearchOptions { Epsilon = -1, MaxMeasurements = 10 });
        Assert.Equal((SearchStop.MeasurementLimit, 10), (result.Stop, result.Measured.Count));
    }

    [Fact]
    public void A_wrong_kernel_never_wins()
    {
        var best = Space.All().MinBy(Valley)!;
        var result = Run(Space, Model, new FakeMeasurer(c => c == best ? double.NaN : Valley(c)), new SearchOptions { Exhaustive = true });
        Assert.NotEqual(best, result.Winner.Candidate);
        Assert.Contains(result.Measured, r => r.Candidate == best && r.Measurement!.Failure == MeasurementFailure.WrongResult);

        var failure = Assert.Throws<DiagnosticException>(() => Run(Space, Model, new FakeMeasurer(_ => double.NaN)));
        Assert.Equal((ExitCode.NoValidKernel, SearchCodes.NoValidKernel), (failure.ExitCode, failure.Diagnostics[0].Code));
    }

    [Fact]
    public void Progress_tells_of_each_generation()
    {
        var seen = new List<SearchProgress>();
        var result = Run(Space, Model, new FakeMeasurer(Valley), new SearchOptions { Progress = seen.Add });
        Assert.Equal(result.Generations, seen.Count);
        Assert.Equal(Enumerable.Range(1, seen.Count), seen.Select(p => p.Generation));
        Assert.All(seen, p => Assert.NotNull(p.Best));
    }

    [Fact]
    public void A_model_of_the_paper_can_lead_the_search_too()
    {
        var model = new PaperModel(Chain, Chains.A100);
        var space = CandidateSpace.Of(Chain, Chains.A100);
        var result = Run(space, model, null);
        Assert.Equal(space.All().Min(c => model.Estimate(c).Seconds), result.Winner.Estimate.Seconds);
        Assert.Equal("paper", Assert.IsType<Estimate>(result.Winner.Estimate).Model);
    }
}
