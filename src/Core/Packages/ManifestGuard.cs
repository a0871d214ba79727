using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;

namespace MCFuser.Core.Packages;

/// <summary>A condition on extents: comparisons of <see cref="ManifestExpression"/>s, joined by <c>&amp;&amp;</c> and, more loosely,
/// by <c>||</c>.</summary>
public sealed record ManifestGuard
{
    private readonly EquatableArray<EquatableArray<Comparison>> _alternatives;

    /// <exception cref="DiagnosticException">The text is no such condition (MCF0030).</exception>
    public ManifestGuard(string text)
    {
        Text = text;
        _alternatives = ManifestExpressionParser.ParseGuard(text);
    }

    public string Text { get; }

    public IEnumerable<string> Axes => _alternatives.SelectMany(a => a).SelectMany(c => c.Left.Axes().Concat(c.Right.Axes())).Distinct();

    /// <exception cref="DiagnosticException">A side of a comparison has no value (MCF0031).</exception>
    public bool Holds(IReadOnlyDictionary<string, long> extents) => _alternatives.Any(all => all.All(c => Holds(c, extents)));

    public bool Equals(ManifestGuard? other) => Text == other?.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private bool Holds(Comparison comparison, IReadOnlyDictionary<string, long> extents)
    {
        var left = ManifestArithmetic.Evaluate(comparison.Left, extents, Text);
        var right = ManifestArithmetic.Evaluate(comparison.Right, extents, Text);
        return comparison.Operator switch
        {
            CompareOperator.Equal => left == right,
            CompareOperator.NotEqual => left != right,
            CompareOperator.Less => left < right,
            CompareOperator.LessOrEqual => left <= right,
            CompareOperator.Greater => left > right,
            _ => left >= right,
        };
    }

    internal sealed record Comparison(CompareOperator Operator, IndexExpression Left, IndexExpression Right);
}
