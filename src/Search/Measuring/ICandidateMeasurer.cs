using MCFuser.Core;
using MCFuser.Core.Tiling;

namespace MCFuser.Search.Measuring;

/// <summary>Runs candidates of one chain on one device.</summary>
public interface ICandidateMeasurer
{
    /// <summary>
    /// Measures candidates side by side, so that what disturbs the machine disturbs all of them: one measurement for each, in order. A candidate whose
    /// output is wrong fails. When cancelled it returns soon, with <see cref="MeasurementFailure.NotRun"/> for what is not finished.
    /// </summary>
    EquatableArray<Measurement> Measure(EquatableArray<Candidate> candidates, CancellationToken cancellation);
}
