using System.Globalization;
using System.Text;
using MCFuser.Core;

namespace MCFuser.Search.Estimates;

/// <summary>What a performance model says of a candidate: the time in seconds, and the named terms that it came from.</summary>
public sealed record Estimate(string Model, EquatableArray<EstimateTerm> Terms, double Seconds)
{
    public double Microseconds => 1e6 * Seconds;

    public EstimateTerm? Find(string term) => Terms.FirstOrDefault(t => t.Name == term);

    /// <summary>A line for the total, then one for each term.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Model} model: {Microseconds:G4} us\n");
        foreach (var term in Terms) text.Append(CultureInfo.InvariantCulture, $"  {term.Name,-24} {term.Value,12:G4} {term.Unit,-6} {term.Sentence}\n");
        return text.ToString();
    }
}
