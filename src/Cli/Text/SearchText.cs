using System.Globalization;
using MCFuser.Search.Measuring;
using MCFuser.Search.Tuning;

namespace MCFuser.Cli.Text;

/// <summary>Searches and their candidates in words.</summary>
internal static class SearchText
{
    /// <summary>How much was looked at, and why the search ended.</summary>
    public static string Effort(SearchResult search) =>
        $"{Units.Count(search.Estimated)} candidates estimated, {Units.Count(search.Measured.Count)} measurements; the search ended because {Reason(search.Stop)}";

    /// <summary>The flags that ask for a candidate.</summary>
    public static string Flags(TuningRecord record) =>
        $"--tiling \"{record.Candidate.Tiling}\" --tile {string.Join(",", record.Candidate.Tiles.Select(t => $"{t.Axis}={t.Size}"))}";

    /// <summary>What was measured and what was estimated.</summary>
    public static string Times(TuningRecord record) => record.Measurement switch
    {
        null => $"estimated {Units.Time(record.Estimate.Microseconds)}",
        { Succeeded: true } m => string.Create(
            CultureInfo.InvariantCulture,
            $"measured {Units.Time(m.MedianMicroseconds)} ({Units.Time(m.P10Microseconds)} to {Units.Time(m.P90Microseconds)}, {m.Repeats} runs), estimated {Units.Time(record.Estimate.Microseconds)}"),
        var m => $"failed: {m}; estimated {Units.Time(record.Estimate.Microseconds)}",
    };

    private static string Reason(SearchStop stop) => stop switch
    {
        SearchStop.Settled => "nothing better came up",
        SearchStop.Exhausted => "every candidate was looked at",
        SearchStop.GenerationLimit => "it had its last generation",
        SearchStop.MeasurementLimit => "it may not measure more",
        SearchStop.TimeLimit => "its time was over",
        _ => "it was cancelled",
    };
}
