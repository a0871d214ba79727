using System.Text.Json.Serialization;
using MCFuser.Search.Estimates;
using MCFuser.Search.Measuring;

namespace MCFuser.Compiler.Tuning;

/// <summary>A candidate as JSON has it: the schedule, the terms of its estimate by name (times in microseconds), and what was measured.</summary>
public sealed record CandidateJson(string Tiling, IReadOnlyDictionary<string, int> Tiles, IReadOnlyDictionary<string, double> Estimate, MeasurementJson? Measurement)
{
    public static CandidateJson Of(TuningRecord record) => new(
        record.Candidate.Tiling.ToString(), record.Candidate.Tiles.ToDictionary(t => t.Axis, t => t.Size), Terms(record.Estimate), MeasurementJson.Of(record.Measurement));

    /// <summary>The total as <c>us</c>, then the terms: <c>device memory</c> becomes <c>deviceMemory</c>.</summary>
    private static Dictionary<string, double> Terms(Estimate estimate)
    {
        var terms = new Dictionary<string, double> { ["us"] = estimate.Microseconds };
        foreach (var term in estimate.Terms) terms[Name(term.Name)] = term.Value;
        return terms;
    }

    private static string Name(string term) =>
        string.Concat(term.Split(' ').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>What was measured of a candidate; a failed one has no times but a failure.</summary>
public sealed record MeasurementJson(
    double? MedianUs, double? P10Us, double? P90Us, int Repeats,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Failure,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail)
{
    public static MeasurementJson? Of(Measurement? measurement) => measurement switch
    {
        null => null,
        { Succeeded: true } m => new MeasurementJson(m.MedianMicroseconds, m.P10Microseconds, m.P90Microseconds, m.Repeats, null, null),
        var m => new MeasurementJson(null, null, null, m.Repeats, m.Failure.ToString(), m.Detail),
    };
}
