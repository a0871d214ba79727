using MCFuser.Core;
using MCFuser.Search.Measuring;

namespace MCFuser.Search.Tuning;

/// <summary>Why a search ended.</summary>
public enum SearchStop
{
    /// <summary>The last generation brought no improvement.</summary>
    Settled,

    /// <summary>Every candidate was looked at.</summary>
    Exhausted,

    GenerationLimit,

    MeasurementLimit,

    TimeLimit,

    Cancelled,
}

/// <summary>What a search found.</summary>
/// <param name="Winner">The candidate chosen; measured unless the search was asked not to measure, or ended before it could.</param>
/// <param name="RunnerUp">The next best one; null where there is no other.</param>
/// <param name="ModelChoice">What the model alone would have chosen.</param>
/// <param name="Measured">Every measurement in the order it was made, failed ones included.</param>
/// <param name="Estimated">How many candidates were estimated.</param>
public sealed record SearchResult(
    TuningRecord Winner, TuningRecord? RunnerUp, TuningRecord ModelChoice, EquatableArray<TuningRecord> Measured, int Estimated, int Generations, SearchStop Stop);
