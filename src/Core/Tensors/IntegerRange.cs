using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Core.Tensors;

/// <summary>The integers from low to high, both inclusive.</summary>
public readonly record struct IntegerRange(long Low, long High)
{
    public IntegerRange Intersect(IntegerRange other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));

    /// <summary>
    /// The values of an integer input with which a graph can be run: within every dimension that they index; from 0 to the extent
    /// of an axis that they are compared with (lengths, offsets); small numbers of both signs otherwise.
    /// </summary>
    public static IntegerRange Of(OperatorGraph graph, string tensor)
    {
        var nodes = graph.Definitions.SelectMany(d => d.Value.SelfAndDescendants()).ToList();
        var ranges = IndexRanges(graph, nodes, tensor).ToList();
        if (ranges.Count == 0) ranges = [.. CompareRanges(graph, nodes, tensor)];
        return ranges.Count == 0 ? new IntegerRange(-4, 4) : ranges.Aggregate((x, y) => x.Intersect(y));
    }

    private static IEnumerable<IntegerRange> IndexRanges(OperatorGraph graph, IEnumerable<Expression> nodes, string tensor)
    {
        var direct = nodes.OfType<TensorRead>().SelectMany(r => Dimensions(graph, r.Tensor, r.Indices));
        var nested = nodes.OfType<TensorRead>().SelectMany(r => r.Indices).SelectMany(i => i.SelfAndDescendants()).OfType<IndexRead>()
            .SelectMany(r => Dimensions(graph, r.Tensor, r.Indices));
        foreach (var (index, extent) in direct.Concat(nested))
        {
            if (!Outermost(index).Any(r => r.Tensor == tensor)) continue;
            yield return Linear(graph, index, tensor) is { } form ? form.Within(extent) : new IntegerRange(0, extent - 1);
        }
    }

    private static IEnumerable<(IndexExpression Index, long Extent)> Dimensions(
        OperatorGraph graph, string tensor, EquatableArray<IndexExpression> indices) =>
        indices.Zip(graph.Shape(graph.FindTensor(tensor)));

    private static IEnumerable<IndexRead> Outermost(IndexExpression index) =>
        index is IndexRead read ? [read] : index.Children().SelectMany(Outermost);

    private static IEnumerable<IntegerRange> CompareRanges(OperatorGraph graph, IEnumerable<Expression> nodes, string tensor) =>
        from compare in nodes.OfType<Compare>()
        from sides in new[] { (compare.Left, compare.Right), (compare.Right, compare.Left) }
        where sides.Item1 is TensorRead read && read.Tensor == tensor
        from axis in sides.Item2.SelfAndDescendants().OfType<AxisIndex>()
        select new IntegerRange(0, graph.Extent(axis.Axis));

    /// <summary>An index as coefficient * element + rest; null where it is not of that form.</summary>
    private static LinearForm? Linear(OperatorGraph graph, IndexExpression index, string tensor) => index switch
    {
        IndexConstant(var value) => new LinearForm(0, value, value),
        IndexAxis(var axis) => new LinearForm(0, 0, graph.Extent(axis) - 1),
        IndexExtent(var axis) => new LinearForm(0, graph.Extent(axis), graph.Extent(axis)),
        IndexRead(var name, _) when name == tensor => new LinearForm(1, 0, 0),
        IndexAdd(var x, var y) => Linear(graph, x, tensor) is { } left && Linear(graph, y, tensor) is { } right ? left.Plus(right) : null,
        IndexMultiply(IndexConstant(var factor), var x) => Linear(graph, x, tensor)?.Times(factor),
        IndexMultiply(var x, IndexConstant(var factor)) => Linear(graph, x, tensor)?.Times(factor),
        _ => null,
    };

    private readonly record struct LinearForm(long Coefficient, long Low, long High)
    {
        public LinearForm Plus(LinearForm other) => new(Coefficient + other.Coefficient, Low + other.Low, High + other.High);

        public LinearForm Times(long factor) =>
            new(Coefficient * factor, Math.Min(Low * factor, High * factor), Math.Max(Low * factor, High * factor));

        /// <summary>The elements for which the index stays in 0..extent-1 whatever the rest is.</summary>
        public IntegerRange Within(long extent)
        {
            var (below, above) = (-Low, extent - 1 - High);
            return Coefficient switch
            {
                > 0 => new IntegerRange(CeilingDivide(below, Coefficient), FloorDivide(above, Coefficient)),
                < 0 => new IntegerRange(CeilingDivide(above, Coefficient), FloorDivide(below, Coefficient)),
                _ => new IntegerRange(0, extent - 1),
            };
        }

        private static long FloorDivide(long x, long y) => (long)Math.Floor((decimal)x / y);

        private static long CeilingDivide(long x, long y) => (long)Math.Ceiling((decimal)x / y);
    }
}
