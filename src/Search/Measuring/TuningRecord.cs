using MCFuser.Core.Tiling;
using MCFuser.Search.Estimates;

namespace MCFuser.Search.Measuring;

/// <summary>A candidate with what the model says of it and, once it ran, what was measured.</summary>
public sealed record TuningRecord(Candidate Candidate, Estimate Estimate, Measurement? Measurement = null)
{
    /// <summary>
    /// What candidates are ranked by: the tenth percentile of the measured times where there are some, else the estimate. What else a machine does
    /// slows single runs down, so that the fast ones say best what a kernel takes.
    /// </summary>
    public double Microseconds => Measurement is { Succeeded: true } measurement ? measurement.P10Microseconds : Estimate.Microseconds;
}
