using MCFuser.Compiler.Searching;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tiling;
using MCFuser.Search;
using MCFuser.Search.Estimates;
using MCFuser.Search.Measuring;
using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Search.Tuning;
using MCFuser.Tests.Tiling;

namespace MCFuser.Tests.Compiler.Searching;

/// <summary>The measured choice among lowered kernels, with measurements made up.</summary>
public class KernelTrialsTests
{
    private static readonly OperatorChain Chain = Chains.TwoGemms(256, 256, 64, 64);

    /// <summary>Forty candidates that the model ranks by their number.</summary>
    private static readonly List<TuningRecord> Ranking =
        [.. StratifiedSamples.Draw(CandidateSpace.Of(Chain, Chains.A100), 40, seed: 1).Select((c, i) => new TuningRecord(c, new Estimate("made up", [], 1e-6 * (i + 1))))];

    [Fact]
    public void The_fastest_measured_wins_whatever_the_model_says()
    {
        var result = Run(new Measurer(i => i == 5 ? 1 : 10 + i));
        Assert.Equal(Ranking[5].Candidate, result.Winner.Candidate);
        Assert.Equal(Ranking[0].Candidate, result.ModelChoice.Candidate);
        Assert.Equal(10, result.ModelChoice.Measurement!.MedianMicroseconds);
        Assert.Equal(SearchStop.Settled, result.Stop);
        Assert.True(result.Measured.Count < Ranking.Count);
    }

    [Fact]
    public void Of_each_row_tile_the_best_is_measured_early()
    {
        var measurer = new Measurer(i => 10 + i);
        Run(measurer, new SearchOptions { MaxMeasurements = 3 }, r => Ranking.IndexOf(r) % 3 == 0 ? 0 : Ranking.IndexOf(r) / 20 + 1);
        Assert.Equal([0, 1, 20], measurer.Asked);
    }

    [Fact]
    public void Finalists_are_measured_again_and_that_counts()
    {
        var measurer = new Measurer(i => 10 + i);
        measurer.Later[0] = 50;
        var result = Run(measurer);
        Assert.Equal(Ranking[1].Candidate, result.Winner.Candidate);
        Assert.Equal([0, 1, 2], measurer.Asked[^3..]);
    }

    [Fact]
    public void All_are_measured_if_asked_for()
    {
        var result = Run(new Measurer(i => i == 39 ? 1 : 10), new SearchOptions { Exhaustive = true });
        Assert.Equal((Ranking[39].Candidate, SearchStop.Exhausted), (result.Winner.Candidate, result.Stop));
    }

    [Fact]
    public void The_limit_of_measurements_holds()
    {
        var result = Run(new Measurer(i => 10 + i), new SearchOptions { MaxMeasurements = 10 });
        Assert.Equal((10, SearchStop.MeasurementLimit), (result.Measured.Count, result.Stop));
    }

    [Fact]
    public void If_none_is_valid_there_is_no_winner()
    {
        var error = Assert.Throws<DiagnosticException>(() => Run(new Measurer(_ => double.NaN)));
        Assert.Equal((ExitCode.NoValidKernel, SearchCodes.NoValidKernel), (error.ExitCode, error.Diagnostics[0].Code));
    }

    [Fact]
    public void Cancelled_before_anything_was_measured_it_is_the_models_choice()
    {
        var measurer = new Measurer(i => 10 + i);
        var result = KernelTrials.Run(Chain, Ranking, _ => 0, measurer, new SearchOptions(), 0, new CancellationToken(canceled: true));
        Assert.Equal((Ranking[0].Candidate, SearchStop.Cancelled, 0), (result.Winner.Candidate, result.Stop, result.Measured.Count));
    }

    private static SearchResult Run(Measurer measurer, SearchOptions? options = null, Func<TuningRecord, int>? rowTile = null) =>
        KernelTrials.Run(Chain, Ranking, rowTile ?? (_ => 0), measurer, options ?? new SearchOptions(), 0, TestContext.Current.CancellationToken);

    /// <summary>Answers with a time by a candidate's number, NaN for one that fails.</summary>
    private sealed class Measurer(Func<int, double> time) : ICandidateMeasurer
    {
        public List<int> Asked { get; } = [];

        /// <summary>Times from the second measurement on.</summary>
        public Dictionary<int, double> Later { get; } = [];

        public EquatableArray<Measurement> Measure(EquatableArray<Candidate> candidates, CancellationToken cancellation) => candidates.Select(candidate =>
        {
            if (cancellation.IsCancellationRequested) return Measurement.Failed(MeasurementFailure.NotRun);
            var number = Ranking.FindIndex(r => r.Candidate == candidate);
            var us = Asked.Contains(number) && Later.TryGetValue(number, out var later) ? later : time(number);
            Asked.Add(number);
            return double.IsNaN(us) ? Measurement.Failed(MeasurementFailure.WrongResult, "made up") : new Measurement(us, us, us, 1);
        }).ToEquatableArray();
    }
}
