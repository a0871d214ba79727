namespace MCFuser.Core.Expressions;

/// <summary>Whether a value depends on a tensor only by a factor.</summary>
public static class LinearUse
{
    /// <summary>True for the tensor itself and for what products, quotients and signs make of it; the tensor stands in it exactly once.</summary>
    public static bool IsLinearIn(this Expression expression, string tensor) => expression switch
    {
        TensorRead read => read.Tensor == tensor,
        Unary(UnaryOperator.Negate, var x) => x.IsLinearIn(tensor),
        Binary(BinaryOperator.Multiply, var x, var y) => (x.IsLinearIn(tensor) && IsFreeOf(y, tensor)) || (IsFreeOf(x, tensor) && y.IsLinearIn(tensor)),
        Binary(BinaryOperator.Divide, var x, var y) => x.IsLinearIn(tensor) && IsFreeOf(y, tensor),
        _ => false,
    };

    private static bool IsFreeOf(Expression expression, string tensor) => !expression.TensorsRead().Contains(tensor);
}
