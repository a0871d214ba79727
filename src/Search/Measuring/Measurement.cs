using System.Globalization;

namespace MCFuser.Search.Measuring;

/// <summary>Why a candidate has no time.</summary>
public enum MeasurementFailure
{
    /// <summary>No kernel could be built for it.</summary>
    NotBuilt,

    Crashed,

    TimedOut,

    /// <summary>Its output differs from the reference.</summary>
    WrongResult,

    /// <summary>The search ended before it was its turn.</summary>
    NotRun,
}

/// <summary>What was measured of a candidate: the times of a kernel in microseconds over its repeats, or why there are none.</summary>
/// <param name="Detail">What went wrong, for people.</param>
public sealed record Measurement(
    double MedianMicroseconds, double P10Microseconds, double P90Microseconds, int Repeats, MeasurementFailure? Failure = null, string? Detail = null)
{
    public bool Succeeded => Failure is null;

    public static Measurement Failed(MeasurementFailure failure, string? detail = null) => new(double.NaN, double.NaN, double.NaN, 0, failure, detail);

    public override string ToString() => Failure is { } failure
        ? Detail is null ? failure.ToString() : $"{failure}: {Detail}"
        : string.Create(CultureInfo.InvariantCulture, $"{MedianMicroseconds:F1} us ({P10Microseconds:F1} .. {P90Microseconds:F1}, {Repeats} repeats)");
}
