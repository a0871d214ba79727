using MCFuser.Core;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Search.Measuring;
using MCFuser.Search.Models;
using MCFuser.Search.Spaces;

namespace MCFuser.Search.Tuning;

/// <summary>What the parts of one search share: what is known of candidates so far, and how much may still be done.</summary>
internal sealed class SearchSession : IDisposable
{
    private readonly CancellationToken _user;
    private readonly CancellationTokenSource? _limit;
    private readonly CancellationTokenSource _end;
    private readonly IPerformanceModel _model;
    private readonly Dictionary<Candidate, TuningRecord> _tried = [];

    public SearchSession(CandidateSpace space, IPerformanceModel model, ICandidateMeasurer? measurer, SearchOptions options, CancellationToken cancellation)
    {
        (Space, _model, Measurer, Options, _user) = (space, model, measurer, options, cancellation);
        _limit = options.TimeLimit is { } limit ? new CancellationTokenSource(limit, options.Clock) : null;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _limit?.Token ?? default);
        Random = new SplitMix64(options.Seed);
    }

    public CandidateSpace Space { get; }

    public SearchOptions Options { get; }

    public ICandidateMeasurer? Measurer { get; }

    public SplitMix64 Random { get; }

    public int Estimated { get; private set; }

    public int Generations { get; private set; }

    public List<TuningRecord> Measured { get; } = [];

    /// <summary>The measured candidates that ran and were right, the fastest first.</summary>
    public IEnumerable<TuningRecord> Ranking => _tried.Values.Where(r => r.Measurement!.Succeeded).OrderBy(r => r.Microseconds);

    /// <summary>Why the search must end now, or null.</summary>
    public SearchStop? Limit =>
        _user.IsCancellationRequested ? SearchStop.Cancelled
        : _end.IsCancellationRequested ? SearchStop.TimeLimit
        : Measured.Count >= Options.MaxMeasurements ? SearchStop.MeasurementLimit
        : null;

    public TuningRecord Estimate(Candidate candidate)
    {
        Estimated++;
        return new TuningRecord(candidate, _model.Estimate(candidate));
    }

    public bool IsMeasured(Candidate candidate) => _tried.ContainsKey(candidate);

    /// <summary>Measures as many as the limits allow; of a candidate measured again, the new measurement counts.</summary>
    public EquatableArray<TuningRecord> Measure(IEnumerable<TuningRecord> records)
    {
        var batch = records.Take((Options.MaxMeasurements ?? int.MaxValue) - Measured.Count).ToList();
        var done = batch.Zip(Measurements(batch), (r, m) => r with { Measurement = m }).Where(r => r.Measurement!.Failure != MeasurementFailure.NotRun).ToEquatableArray();
        Measured.AddRange(done);
        foreach (var record in done) _tried[record.Candidate] = record;
        return done;
    }

    /// <summary>A measurer that stops at once, by the exception of its token, has measured nothing.</summary>
    private EquatableArray<Measurement> Measurements(List<TuningRecord> batch)
    {
        try
        {
            return Measurer!.Measure(batch.Select(r => r.Candidate).ToEquatableArray(), _end.Token);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            return [];
        }
    }

    public void EndGeneration(TuningRecord? best)
    {
        Generations++;
        Options.Progress?.Invoke(new SearchProgress(Generations, Estimated, Measured.Count, best));
    }

    public void Dispose()
    {
        _end.Dispose();
        _limit?.Dispose();
    }
}
