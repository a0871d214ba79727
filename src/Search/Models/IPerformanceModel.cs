using MCFuser.Core.Tiling;
using MCFuser.Search.Estimates;

namespace MCFuser.Search.Models;

/// <summary>
/// Predicts the time of the candidates of one chain on one device. What candidates share is worked out once and kept, so that a warm estimate takes a
/// few microseconds; an instance belongs to one thread.
/// </summary>
public interface IPerformanceModel
{
    string Name { get; }

    /// <summary>The estimate of a legal candidate.</summary>
    Estimate Estimate(Candidate candidate);
}
