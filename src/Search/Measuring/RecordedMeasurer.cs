using MCFuser.Core;
using MCFuser.Core.Tiling;

namespace MCFuser.Search.Measuring;

/// <summary>
/// Answers from earlier records: a candidate's first measurement when it is first asked for, and so on, the last one from then on. A search with the
/// same seed then ends as it did.
/// </summary>
public sealed class RecordedMeasurer : ICandidateMeasurer
{
    private readonly Dictionary<Candidate, Queue<Measurement>> _records = [];

    public RecordedMeasurer(IEnumerable<TuningRecord> records)
    {
        foreach (var record in records)
        {
            if (record.Measurement is not { } measurement) continue;
            if (!_records.TryGetValue(record.Candidate, out var queue)) _records[record.Candidate] = queue = new Queue<Measurement>();
            queue.Enqueue(measurement);
        }
    }

    public EquatableArray<Measurement> Measure(EquatableArray<Candidate> candidates, CancellationToken cancellation) => candidates.Select(Answer).ToEquatableArray();

    private Measurement Answer(Candidate candidate)
    {
        if (!_records.TryGetValue(candidate, out var queue)) return Measurement.Failed(MeasurementFailure.NotRun, "not recorded");
        return queue.Count > 1 ? queue.Dequeue() : queue.Peek();
    }
}
