using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Core.Chains;

/// <summary>
/// One operator of a chain: it computes the target tensor from inputs (read at any index) and from earlier steps
/// (read at exactly their own axes). The expressions hold no reduction and no softmax of their own.
/// </summary>
public abstract record ChainStep(Tensor Target)
{
    /// <summary>The axes the step sums or scans over; they are bound inside it.</summary>
    public abstract EquatableArray<string> Reduced { get; }

    public abstract EquatableArray<Expression> Operands { get; }

    /// <summary>The axes of the target, then the reduced ones.</summary>
    public IEnumerable<string> Loops => Target.Axes.Concat(Reduced).Distinct();
}

/// <summary>A sum over a product of at least two factors that depend on tensors, at least one axis reduced.</summary>
public sealed record Contraction(Tensor Target, EquatableArray<string> Reduced, EquatableArray<Expression> Operands) : ChainStep(Target)
{
    public override EquatableArray<string> Reduced { get; } = Reduced;

    public override EquatableArray<Expression> Operands { get; } = Operands;

    public override string ToString() => $"{ChainPrinter.Left(this)} = sum[{string.Join(", ", Reduced)}]({ChainPrinter.Product(Operands)})";
}

/// <summary>An elementwise map.</summary>
public sealed record ElementwiseMap(Tensor Target, Expression Value) : ChainStep(Target)
{
    public override EquatableArray<string> Reduced => [];

    public override EquatableArray<Expression> Operands => [Value];

    public override string ToString() => $"{ChainPrinter.Left(this)} = {Value}";
}

/// <summary>A memory-intensive reduction: sum, max, min or mean of one expression.</summary>
public sealed record Reduction(Tensor Target, ReduceOperator Operator, EquatableArray<string> Reduced, Expression Value) : ChainStep(Target)
{
    public override EquatableArray<string> Reduced { get; } = Reduced;

    public override EquatableArray<Expression> Operands => [Value];

    public override string ToString() => $"{ChainPrinter.Left(this)} = {Operator.Text()}[{string.Join(", ", Reduced)}]({Value})";
}

/// <summary>A softmax over one axis of the target.</summary>
public sealed record SoftmaxStep(Tensor Target, string Axis, Expression Value) : ChainStep(Target)
{
    public override EquatableArray<string> Reduced => [Axis];

    public override EquatableArray<Expression> Operands => [Value];

    public override string ToString() => $"{ChainPrinter.Left(this)} = softmax[{Axis}]({Value})";
}
