using MCFuser.Core.Expressions;

namespace MCFuser.Tiling.Programs;

/// <summary>
/// Computes what is constant once, in double precision: <c>x / sqrt(64)</c> becomes <c>x * 0.125</c>. A division becomes a product only where the
/// reciprocal is exact.
/// </summary>
public static class ConstantFolding
{
    public static Expression Fold(Expression expression) => expression switch
    {
        Unary(UnaryOperator.Negate, Number(var x)) => new Number(-x),
        Unary(UnaryOperator.Sqrt, Number(var x)) => new Number(Math.Sqrt(x)),
        Unary(UnaryOperator.Rsqrt, Number(var x)) => new Number(1 / Math.Sqrt(x)),
        Binary(BinaryOperator.Add, Number(var x), Number(var y)) => new Number(x + y),
        Binary(BinaryOperator.Subtract, Number(var x), Number(var y)) => new Number(x - y),
        Binary(BinaryOperator.Multiply, Number(var x), Number(var y)) => new Number(x * y),
        Binary(BinaryOperator.Divide, Number(var x), Number(var y)) => new Number(x / y),
        Binary(BinaryOperator.Divide, var x, Number(var y)) when double.IsPow2(Math.Abs(y)) => new Binary(BinaryOperator.Multiply, x, new Number(1 / y)),
        _ => expression,
    };
}
