using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Tests.Frontend.Chains;

/// <summary>Computes small graphs point by point in double precision, as far as the random graphs of these tests need it.</summary>
internal sealed class TinyInterpreter(OperatorGraph graph, Dictionary<string, double[]> tensors)
{
    /// <summary>Adds the values of all definitions, row-major, to the tensors.</summary>
    public void Run()
    {
        foreach (var (target, value, _) in graph.Definitions)
            tensors[target.Name] = [.. Points(target.Axes, []).Select(point => Value(value, point))];
    }

    private IEnumerable<Dictionary<string, int>> Points(IEnumerable<string> axes, Dictionary<string, int> outer) =>
        axes.Aggregate<string, IEnumerable<Dictionary<string, int>>>([outer], (points, axis) =>
            from point in points
            from i in Enumerable.Range(0, (int)graph.Extent(axis))
            select new Dictionary<string, int>(point) { [axis] = i });

    private double Value(Expression expression, Dictionary<string, int> point) => expression switch
    {
        Number(var value) => value,
        AxisIndex(var axis) => point[axis],
        TensorRead(var tensor, var indices) => tensors[tensor][Offset(graph.FindTensor(tensor), indices, point)],
        Unary(UnaryOperator.Negate, var x) => -Value(x, point),
        Unary(UnaryOperator.Tanh, var x) => Math.Tanh(Value(x, point)),
        Unary(UnaryOperator.Exp, var x) => Math.Exp(Value(x, point)),
        Binary(BinaryOperator.Add, var x, var y) => Value(x, point) + Value(y, point),
        Binary(BinaryOperator.Subtract, var x, var y) => Value(x, point) - Value(y, point),
        Binary(BinaryOperator.Multiply, var x, var y) => Value(x, point) * Value(y, point),
        Binary(BinaryOperator.Divide, var x, var y) => Value(x, point) / Value(y, point),
        Reduce(var op, var axes, var body) => Reduced(op, [.. Points(axes, point).Select(p => Value(body, p))]),
        Softmax(var axis, var body) => Math.Exp(Value(body, point)) / Points([axis], point).Sum(p => Math.Exp(Value(body, p))),
        _ => throw new NotSupportedException(expression.ToString()),
    };

    private static double Reduced(ReduceOperator op, double[] values) => op switch
    {
        ReduceOperator.Sum => values.Sum(),
        ReduceOperator.Mean => values.Average(),
        ReduceOperator.Max => values.Max(),
        _ => values.Min(),
    };

    private int Offset(Tensor tensor, EquatableArray<IndexExpression> indices, Dictionary<string, int> point) =>
        indices.Zip(graph.Shape(tensor)).Aggregate(0, (offset, i) => (offset * (int)i.Second) + Position(i.First, point));

    private static int Position(IndexExpression index, Dictionary<string, int> point) =>
        index is IndexAxis(var axis) ? point[axis] : (int)((IndexConstant)index).Value;
}
