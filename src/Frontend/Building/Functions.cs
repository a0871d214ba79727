using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Building;

/// <summary>
/// The functions of the chain language for <see cref="GraphBuilder"/>: <c>using static MCFuser.Frontend.Building.Functions;</c>
/// </summary>
public static class Functions
{
    public static Value Exp(Value x) => Value.Unary(UnaryOperator.Exp, x);

    public static Value Log(Value x) => Value.Unary(UnaryOperator.Log, x);

    public static Value Sqrt(Value x) => Value.Unary(UnaryOperator.Sqrt, x);

    public static Value Rsqrt(Value x) => Value.Unary(UnaryOperator.Rsqrt, x);

    public static Value Tanh(Value x) => Value.Unary(UnaryOperator.Tanh, x);

    public static Value Erf(Value x) => Value.Unary(UnaryOperator.Erf, x);

    public static Value Sigmoid(Value x) => Value.Unary(UnaryOperator.Sigmoid, x);

    public static Value Relu(Value x) => Value.Unary(UnaryOperator.Relu, x);

    /// <summary>The erf form.</summary>
    public static Value Gelu(Value x) => Value.Unary(UnaryOperator.Gelu, x);

    public static Value GeluTanh(Value x) => Value.Unary(UnaryOperator.GeluTanh, x);

    public static Value Silu(Value x) => Value.Unary(UnaryOperator.Silu, x);

    public static Value Abs(Value x) => Value.Unary(UnaryOperator.Abs, x);

    public static Value Sin(Value x) => Value.Unary(UnaryOperator.Sin, x);

    public static Value Cos(Value x) => Value.Unary(UnaryOperator.Cos, x);

    public static Value Floor(Value x) => Value.Unary(UnaryOperator.Floor, x);

    public static Value Pow(Value x, Value y) => Value.Binary(BinaryOperator.Pow, x, y);

    /// <summary>The remainder with the sign of the divisor.</summary>
    public static Value Mod(Value x, Value y) => Value.Binary(BinaryOperator.Mod, x, y);

    public static Value Max(Value x, Value y) => Value.Binary(BinaryOperator.Max, x, y);

    public static Value Min(Value x, Value y) => Value.Binary(BinaryOperator.Min, x, y);

    public static Value Equal(Value x, Value y) => Value.Compare(CompareOperator.Equal, x, y);

    public static Value NotEqual(Value x, Value y) => Value.Compare(CompareOperator.NotEqual, x, y);

    public static Value Where(Value condition, Value x, Value y) => new(new Select(condition.Expression, x.Expression, y.Expression));

    /// <summary>How many positions an axis has, as a value.</summary>
    public static Value Extent(GraphAxis axis) => new(new AxisExtent(axis.Name));

    public static Value Sum(ReadOnlySpan<GraphAxis> axes, Value body) => Reduce(ReduceOperator.Sum, axes, body);

    public static Value Max(ReadOnlySpan<GraphAxis> axes, Value body) => Reduce(ReduceOperator.Max, axes, body);

    public static Value Min(ReadOnlySpan<GraphAxis> axes, Value body) => Reduce(ReduceOperator.Min, axes, body);

    public static Value Mean(ReadOnlySpan<GraphAxis> axes, Value body) => Reduce(ReduceOperator.Mean, axes, body);

    /// <summary>Softmax over one axis, which stays.</summary>
    public static Value Softmax(GraphAxis axis, Value body) => new(new Softmax(axis.Name, body.Expression));

    private static Value Reduce(ReduceOperator op, ReadOnlySpan<GraphAxis> axes, Value body) =>
        new(new Reduce(op, GraphBuilder.Names(axes), body.Expression));
}
