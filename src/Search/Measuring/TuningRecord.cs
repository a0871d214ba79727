using MCFuser.Core.Tiling;
using MCFuser.Search.Estimates;

namespace MCFuser.Search.Measuring;

/// <summary>A candidate with what the model says of it and, once it ran, what was measured.</summary>
public sealed record TuningRecord(Candidate Candidate, Estimate Estimate, Measurement? Measurement = null)
{
    /// <summary>The measured time where there is one, else the estimate.</summary>
    public double Microseconds => Measurement is { Succeeded: true } measurement ? measurement.MedianMicroseconds : Estimate.Microseconds;
}
