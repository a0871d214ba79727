using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Codegen.Interpreter;

/// <summary>Evaluates a graph point by point, straight from the definition of each node: far too slow, and nothing to get wrong.</summary>
internal sealed class NaiveInterpreter(OperatorGraph graph, Dictionary<string, TensorData> inputs)
{
    private readonly Dictionary<string, double[]> _tensors = inputs.ToDictionary(i => i.Key, i => i.Value.ToDoubles());

    public Dictionary<string, double[]> Run()
    {
        foreach (var (target, value, _) in graph.Definitions)
            _tensors[target.Name] = [.. Points(target.Axes, []).Select(point => Value(value, point))];
        return _tensors;
    }

    private IEnumerable<Dictionary<string, long>> Points(IEnumerable<string> axes, Dictionary<string, long> point)
    {
        var list = axes.ToList();
        if (list.Count == 0) return [point];
        return Enumerable.Range(0, (int)graph.Extent(list[0]))
            .SelectMany(p => Points(list.Skip(1), new Dictionary<string, long>(point) { [list[0]] = p }));
    }

    private double Value(Expression expression, Dictionary<string, long> point)
    {
        double At(Expression e) => Value(e, point);
        bool Holds(Expression e) => Value(e, point) != 0;
        double Truth(bool holds) => holds ? 1 : 0;
        return expression switch
        {
            Number(var value) => value,
            AxisIndex(var axis) => point[axis],
            AxisExtent(var axis) => graph.Extent(axis),
            TensorRead(var tensor, var indices) => Element(tensor, indices, point),
            Unary(UnaryOperator.Negate, var x) => -At(x),
            Unary(UnaryOperator.Exp, var x) => Math.Exp(At(x)),
            Unary(UnaryOperator.Sqrt, var x) => Math.Sqrt(At(x)),
            Unary(UnaryOperator.Tanh, var x) => Math.Tanh(At(x)),
            Unary(UnaryOperator.Relu, var x) => At(x) < 0 ? 0 : At(x),
            Unary(UnaryOperator.Silu, var x) => At(x) / (1 + Math.Exp(-At(x))),
            Binary(BinaryOperator.Add, var x, var y) => At(x) + At(y),
            Binary(BinaryOperator.Subtract, var x, var y) => At(x) - At(y),
            Binary(BinaryOperator.Multiply, var x, var y) => At(x) * At(y),
            Binary(BinaryOperator.Divide, var x, var y) => At(x) / At(y),
            Compare(CompareOperator.Less, var x, var y) => Truth(At(x) < At(y)),
            Compare(CompareOperator.LessOrEqual, var x, var y) => Truth(At(x) <= At(y)),
            Select(var condition, var x, var y) => Holds(condition) ? At(x) : At(y),
            Reduce(ReduceOperator.Sum, var axes, var body) => Points(axes, point).Sum(p => Value(body, p)),
            Reduce(ReduceOperator.Mean, var axes, var body) => Points(axes, point).Average(p => Value(body, p)),
            Reduce(ReduceOperator.Max, var axes, var body) => Points(axes, point).Max(p => Value(body, p)),
            Reduce(ReduceOperator.Min, var axes, var body) => Points(axes, point).Min(p => Value(body, p)),
            Softmax(var axis, var body) => Share(Math.Exp(At(body)), Points([axis], point).Sum(p => Math.Exp(Value(body, p)))),
            _ => throw new NotSupportedException(expression.ToString()),
        };
    }

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;

    private double Element(string tensor, IEnumerable<IndexExpression> indices, Dictionary<string, long> point)
    {
        var offset = indices.Zip(graph.Shape(graph.FindTensor(tensor))).Aggregate(0L, (sum, d) => sum * d.Second + Index(d.First, point));
        return _tensors[tensor][offset];
    }

    private long Index(IndexExpression index, Dictionary<string, long> point) => index switch
    {
        IndexConstant(var value) => value,
        IndexAxis(var axis) => point[axis],
        IndexAdd(var x, var y) => Index(x, point) + Index(y, point),
        IndexMultiply(var x, var y) => Index(x, point) * Index(y, point),
        IndexRead(var tensor, var indices) => (long)Element(tensor, indices, point),
        _ => throw new NotSupportedException(index.ToString()),
    };
}
