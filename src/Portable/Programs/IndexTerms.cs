using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Portable.Programs;

/// <summary>An index that is a constant plus multiples of axes. The verifier of graphs has seen to it that it stays within its dimension.</summary>
internal sealed record IndexTerms(long Constant, IReadOnlyDictionary<string, long> Factors)
{
    private static readonly Dictionary<string, long> None = [];

    /// <summary>Null for an index of another form.</summary>
    public static IndexTerms? Of(IndexExpression index, OperatorGraph graph) => index switch
    {
        IndexConstant(var value) => new(value, None),
        IndexExtent(var axis) => new(graph.Extent(axis), None),
        IndexAxis(var axis) => new(0, new Dictionary<string, long> { [axis] = 1 }),
        IndexAdd(var x, var y) when (Of(x, graph), Of(y, graph)) is ({ } left, { } right) => left.Plus(right),
        IndexMultiply(var x, var y) when (Of(x, graph), Of(y, graph)) is ({ } left, { } right) =>
            left.Factors.Count == 0 ? right.Times(left.Constant) : right.Factors.Count == 0 ? left.Times(right.Constant) : null,
        _ => null,
    };

    private IndexTerms Plus(IndexTerms other) => new(
        Constant + other.Constant, Factors.Concat(other.Factors).GroupBy(f => f.Key, f => f.Value).ToDictionary(g => g.Key, g => g.Sum()));

    private IndexTerms Times(long factor) => new(Constant * factor, Factors.ToDictionary(f => f.Key, f => f.Value * factor));
}
