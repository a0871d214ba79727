using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Building;

/// <summary>
/// An expression under construction: operators write what the chain language writes with the same signs; <c>&amp;</c>, <c>|</c>
/// and <c>!</c> stand for and, or, not. The functions are in <see cref="Functions"/>. Numbers convert by themselves.
/// </summary>
public class Value
{
    internal Value(Expression expression) => Expression = expression;

    public static Value Infinity { get; } = double.PositiveInfinity;

    /// <summary>What has been built.</summary>
    public Expression Expression { get; }

    public static implicit operator Value(double number) => new(new Number(number));

    public static Value operator +(Value x, Value y) => Binary(BinaryOperator.Add, x, y);

    public static Value operator -(Value x, Value y) => Binary(BinaryOperator.Subtract, x, y);

    public static Value operator *(Value x, Value y) => Binary(BinaryOperator.Multiply, x, y);

    public static Value operator /(Value x, Value y) => Binary(BinaryOperator.Divide, x, y);

    public static Value operator -(Value x) => x.Expression is Number(var number) ? -number : Unary(UnaryOperator.Negate, x);

    public static Value operator &(Value x, Value y) => Binary(BinaryOperator.And, x, y);

    public static Value operator |(Value x, Value y) => Binary(BinaryOperator.Or, x, y);

    public static Value operator !(Value x) => Unary(UnaryOperator.Not, x);

    public static Value operator <(Value x, Value y) => Compare(CompareOperator.Less, x, y);

    public static Value operator >(Value x, Value y) => Compare(CompareOperator.Greater, x, y);

    public static Value operator <=(Value x, Value y) => Compare(CompareOperator.LessOrEqual, x, y);

    public static Value operator >=(Value x, Value y) => Compare(CompareOperator.GreaterOrEqual, x, y);

    public override string ToString() => Expression.ToString();

    internal static Value Unary(UnaryOperator op, Value x) => new(new Unary(op, x.Expression));

    internal static Value Binary(BinaryOperator op, Value x, Value y) => new(new Binary(op, x.Expression, y.Expression));

    internal static Value Compare(CompareOperator op, Value x, Value y) => new(new Compare(op, x.Expression, y.Expression));
}

/// <summary>An axis of a graph under construction; as a value it is its index.</summary>
public sealed class GraphAxis : Value
{
    internal GraphAxis(string name)
        : base(new AxisIndex(name)) => Name = name;

    public string Name { get; }
}

/// <summary>A tensor of a graph under construction; a scalar is a value by itself, any other tensor is read with its indices.</summary>
public sealed class GraphTensor : Value
{
    internal GraphTensor(string name)
        : base(new TensorRead(name, [])) => Name = name;

    public string Name { get; }

    /// <summary>
    /// One element. An index is an axis, an integer, an axis plus or minus an integer, an integer times an axis,
    /// or an element of an integer tensor.
    /// </summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">An index has none of these forms.</exception>
    public Value this[params ReadOnlySpan<Value> indices]
    {
        get
        {
            var read = new List<IndexExpression>();
            foreach (var index in indices) read.Add(IndexForms.ToIndex(index.Expression));
            return new Value(new TensorRead(Name, read.ToEquatableArray()));
        }
    }
}
