namespace MCFuser.Core.Expressions;

/// <summary>
/// A value computed for one point of the axes it names. Values are reals or truth values.
/// Graphs read tensors (<see cref="TensorRead"/>), tile programs read on-chip tiles (<see cref="Element"/>); the rest is shared.
/// </summary>
public abstract record Expression
{
    public sealed override string ToString() => ExpressionPrinter.Print(this);
}

public sealed record Number(double Value) : Expression;

/// <summary>The index of an axis as a real.</summary>
public sealed record AxisIndex(string Axis) : Expression;

/// <summary><c>extent(axis)</c> as a real.</summary>
public sealed record AxisExtent(string Axis) : Expression;

/// <summary>One element of a named tensor; positional, one index a dimension. A scalar tensor has none.</summary>
public sealed record TensorRead(string Tensor, EquatableArray<IndexExpression> Indices) : Expression;

/// <summary>The element of an on-chip buffer at the point of its own axes (tile programs only).</summary>
public sealed record Element(string Buffer) : Expression;

public sealed record Unary(UnaryOperator Operator, Expression Operand) : Expression;

public sealed record Binary(BinaryOperator Operator, Expression Left, Expression Right) : Expression;

public sealed record Compare(CompareOperator Operator, Expression Left, Expression Right) : Expression;

/// <summary><c>where(condition, then, otherwise)</c></summary>
public sealed record Select(Expression Condition, Expression Then, Expression Otherwise) : Expression;

/// <summary>Rounds a value to a storage type.</summary>
public sealed record Cast(DataType Type, Expression Operand) : Expression;

/// <summary><c>sum[axes](body)</c> and its kin (graphs only). The axes are bound in the body.</summary>
public sealed record Reduce(ReduceOperator Operator, EquatableArray<string> Axes, Expression Body) : Expression;

/// <summary><c>softmax[axis](body)</c> (graphs only). The axis stays: it is bound in the body and free in the result.</summary>
public sealed record Softmax(string Axis, Expression Body) : Expression;
