using MCFuser.Core;
using MCFuser.Core.Tiling;
using MCFuser.Search.Measuring;

namespace MCFuser.Tests.Search;

/// <summary>Takes times from a function; counts batches and can do something after each.</summary>
internal sealed class FakeMeasurer(Func<Candidate, double> microseconds, Action<int>? afterBatch = null) : ICandidateMeasurer
{
    public int Batches { get; private set; }

    public EquatableArray<Measurement> Measure(EquatableArray<Candidate> candidates, CancellationToken cancellation)
    {
        var measurements = candidates.Select(Measure).ToEquatableArray();
        afterBatch?.Invoke(++Batches);
        return measurements;
    }

    private Measurement Measure(Candidate candidate)
    {
        var time = microseconds(candidate);
        return double.IsFinite(time) ? new Measurement(time, time, time, 1) : Measurement.Failed(MeasurementFailure.WrongResult);
    }
}
