using System.Globalization;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;

namespace MCFuser.Core.Packages;

/// <summary>
/// An integer that may depend on the extents of axes: <c>+ - * /</c> (rounding down), <c>ceil(a/b)</c> with products of integers and
/// axes, <c>min</c>, <c>max</c>.
/// </summary>
public sealed record ManifestExpression
{
    private readonly IndexExpression _value;

    /// <exception cref="DiagnosticException">The text is no such expression (MCF0030).</exception>
    public ManifestExpression(string text)
    {
        Text = text;
        _value = ManifestExpressionParser.ParseExpression(text);
    }

    public ManifestExpression(long value)
        : this(value.ToString(CultureInfo.InvariantCulture))
    {
    }

    public string Text { get; }

    /// <summary>The axes that the value depends on.</summary>
    public IEnumerable<string> Axes => _value.Axes();

    /// <summary>The value for these extents, in 64-bit arithmetic.</summary>
    /// <exception cref="DiagnosticException">An axis has no extent, a divisor is 0, or the value overflows (MCF0031).</exception>
    public long Evaluate(IReadOnlyDictionary<string, long> extents) => ManifestArithmetic.Evaluate(_value, extents, Text);

    public bool Equals(ManifestExpression? other) => Text == other?.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
