using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Tiling;
using MCFuser.Search;
using MCFuser.Search.Measuring;
using MCFuser.Search.Tuning;

namespace MCFuser.Compiler.Searching;

/// <summary>
/// Measures kernels in the order of the model, a few side by side, until they no longer get better; the best of each row tile come first, since that is where the
/// model errs most. The finalists are measured once more before one wins.
/// </summary>
internal sealed class KernelTrials
{
    private readonly ICandidateMeasurer _measurer;
    private readonly SearchOptions _options;
    private readonly CancellationToken _end;
    private readonly List<TuningRecord> _measured = [];
    private readonly Dictionary<Candidate, TuningRecord> _last = [];

    private KernelTrials(ICandidateMeasurer measurer, SearchOptions options, CancellationToken end) => (_measurer, _options, _end) = (measurer, options, end);

    private IEnumerable<TuningRecord> Best => _last.Values.Where(r => r.Measurement!.Succeeded).OrderBy(r => r.Microseconds);

    private bool IsSpent => _end.IsCancellationRequested || _measured.Count >= _options.MaxMeasurements;

    /// <param name="ranking">By the model, the best first.</param>
    /// <param name="rowTile">Tells groups of kernels apart.</param>
    /// <param name="estimated">Candidates that were estimated on the way here.</param>
    /// <exception cref="Core.Diagnostics.DiagnosticException">None of those measured is valid (MCF2101, exit 6).</exception>
    public static SearchResult Run(
        OperatorChain chain, IReadOnlyList<TuningRecord> ranking, Func<TuningRecord, int> rowTile, ICandidateMeasurer measurer, SearchOptions options, int estimated,
        CancellationToken cancellation)
    {
        using var limit = options.TimeLimit is { } time ? new CancellationTokenSource(time, options.Clock) : new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var trials = new KernelTrials(measurer, options, end.Token);
        var firsts = ranking.GroupBy(rowTile).Select(g => g.First()).ToList();
        var (stop, generations) = trials.Search([.. firsts, .. ranking.Except(firsts)], estimated + ranking.Count);
        // Only those that were measured again may come first.
        var again = trials.IsSpent ? [] : trials.Measure(trials.Best.Take(options.Finalists)).Where(r => r.Measurement!.Succeeded).OrderBy(r => r.Microseconds).ToList();
        List<TuningRecord> best = [.. again, .. trials.Best.Where(r => again.All(a => a.Candidate != r.Candidate))];
        if (cancellation.IsCancellationRequested) stop = SearchStop.Cancelled;
        else if (limit.IsCancellationRequested) stop = SearchStop.TimeLimit;
        if (best.Count == 0 && trials._measured.Count > 0) throw SearchErrors.NoValidKernel(chain, trials._measured);
        // A search that ended before anything was measured has the model's choice.
        if (best.Count == 0) best = [.. ranking.Take(2)];
        return new SearchResult(
            best[0], best.ElementAtOrDefault(1), trials._last.GetValueOrDefault(ranking[0].Candidate, ranking[0]), trials._measured.ToEquatableArray(),
            estimated + ranking.Count, generations, stop);
    }

    private (SearchStop Stop, int Generations) Search(IEnumerable<TuningRecord> order, int estimated)
    {
        var (best, stale, generations) = (double.PositiveInfinity, 0, 0);
        foreach (var batch in order.Chunk(_options.MeasuredPerGeneration))
        {
            Measure(batch);
            _options.Progress?.Invoke(new SearchProgress(++generations, estimated, _measured.Count, Best.FirstOrDefault()));
            if (_measured.Count >= _options.MaxMeasurements) return (SearchStop.MeasurementLimit, generations);
            if (IsSpent) return (SearchStop.TimeLimit, generations);
            var now = Best.FirstOrDefault()?.Microseconds ?? double.PositiveInfinity;
            stale = now <= best * (1 - _options.Epsilon) ? 0 : stale + 1;
            if (stale == 0) best = now;
            if (!_options.Exhaustive && stale > _options.Patience) return (SearchStop.Settled, generations);
        }

        return (SearchStop.Exhausted, generations);
    }

    /// <summary>Of a candidate measured again, the new measurement counts.</summary>
    private List<TuningRecord> Measure(IEnumerable<TuningRecord> records)
    {
        var batch = records.Take((_options.MaxMeasurements ?? int.MaxValue) - _measured.Count).ToList();
        var measurements = _measurer.Measure(batch.Select(r => r.Candidate).ToEquatableArray(), _end);
        var done = batch.Zip(measurements, (r, m) => r with { Measurement = m }).Where(r => r.Measurement!.Failure != MeasurementFailure.NotRun).ToList();
        _measured.AddRange(done);
        foreach (var record in done) _last[record.Candidate] = record;
        return done;
    }
}
