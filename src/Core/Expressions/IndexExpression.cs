namespace MCFuser.Core.Expressions;

/// <summary>
/// An integer over axes: the position of a tensor dimension, or a loop bound.
/// The chain language writes an axis, an integer, <c>axis ± int</c>, <c>int * axis</c> and an element of an integer tensor; passes use the rest.
/// </summary>
public abstract record IndexExpression
{
    public sealed override string ToString() => IndexPrinter.Print(this);
}

public sealed record IndexConstant(long Value) : IndexExpression;

/// <summary>The position along an axis; in a loop bound, the first position of the enclosing tile.</summary>
public sealed record IndexAxis(string Axis) : IndexExpression;

public sealed record IndexExtent(string Axis) : IndexExpression;

public sealed record IndexAdd(IndexExpression Left, IndexExpression Right) : IndexExpression;

public sealed record IndexMultiply(IndexExpression Left, IndexExpression Right) : IndexExpression;

public sealed record IndexFloorDivide(IndexExpression Left, IndexExpression Right) : IndexExpression;

public sealed record IndexModulo(IndexExpression Left, IndexExpression Right) : IndexExpression;

public sealed record IndexMin(IndexExpression Left, IndexExpression Right) : IndexExpression;

public sealed record IndexMax(IndexExpression Left, IndexExpression Right) : IndexExpression;

/// <summary>An element of an integer tensor.</summary>
public sealed record IndexRead(string Tensor, EquatableArray<IndexExpression> Indices) : IndexExpression;
