using System.Globalization;

namespace MCFuser.Search.Estimates;

/// <summary>One part of an estimate.</summary>
/// <param name="Name">What it is called, in two or three words.</param>
/// <param name="Value">The value, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit; empty for a ratio or a count.</param>
/// <param name="Sentence">What it says, in one sentence.</param>
public sealed record EstimateTerm(string Name, double Value, string Unit, string Sentence)
{
    /// <summary><c>name value unit</c>, the value with four significant digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Value:G4} {Unit}").TrimEnd();
}
