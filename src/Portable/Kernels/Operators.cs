using MCFuser.Core.Expressions;

namespace MCFuser.Portable.Kernels;

/// <summary>The operators of expressions on a device, by their number; a truth value is 0 or 1, and whatever is not 0 is true.</summary>
internal static class Operators
{
    public static double Unary(int op, double x) => (UnaryOperator)op switch
    {
        UnaryOperator.Negate => -x,
        UnaryOperator.Not => Truth(x == 0),
        UnaryOperator.Exp => RealFunctions.Exp(x),
        UnaryOperator.Log => RealFunctions.Log(x),
        UnaryOperator.Sqrt => Math.Sqrt(x),
        UnaryOperator.Rsqrt => 1 / Math.Sqrt(x),
        UnaryOperator.Tanh => RealFunctions.Tanh(x),
        UnaryOperator.Erf => ErrorFunction.Erf(x),
        UnaryOperator.Sigmoid => RealFunctions.Sigmoid(x),
        UnaryOperator.Relu => Larger(x, 0),
        UnaryOperator.Gelu => 0.5 * x * ErrorFunction.Complement(-x / Math.Sqrt(2)),
        UnaryOperator.GeluTanh => x * RealFunctions.Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)),
        UnaryOperator.Silu => x * RealFunctions.Sigmoid(x),
        UnaryOperator.Abs => Math.Abs(x),
        UnaryOperator.Sin => RealFunctions.Sin(x, 0),
        UnaryOperator.Cos => RealFunctions.Sin(x, 1),
        _ => Math.Floor(x),
    };

    public static double Binary(int op, double x, double y) => (BinaryOperator)op switch
    {
        BinaryOperator.Add => x + y,
        BinaryOperator.Subtract => x - y,
        BinaryOperator.Multiply => x * y,
        BinaryOperator.Divide => x / y,
        BinaryOperator.Pow => RealFunctions.Pow(x, y),
        // With the divisor's sign.
        BinaryOperator.Mod => x - y * Math.Floor(x / y),
        BinaryOperator.Max => Larger(x, y),
        BinaryOperator.Min => -Larger(-x, -y),
        BinaryOperator.And => Truth(x != 0 && y != 0),
        _ => Truth(x != 0 || y != 0),
    };

    public static double Compare(int op, double x, double y) => (CompareOperator)op switch
    {
        CompareOperator.Equal => Truth(x == y),
        CompareOperator.NotEqual => Truth(x != y),
        CompareOperator.Less => Truth(x < y),
        CompareOperator.LessOrEqual => Truth(x <= y),
        CompareOperator.Greater => Truth(x > y),
        _ => Truth(x >= y),
    };

    public static double Initial(int op) => (ReduceOperator)op switch
    {
        ReduceOperator.Max => double.NegativeInfinity,
        ReduceOperator.Min => double.PositiveInfinity,
        _ => 0,
    };

    public static double Fold(int op, double x, double y) => (ReduceOperator)op switch
    {
        ReduceOperator.Max => Larger(x, y),
        ReduceOperator.Min => -Larger(-x, -y),
        _ => x + y,
    };

    /// <summary>NaN if either is.</summary>
    private static double Larger(double x, double y) => x > y || double.IsNaN(x) ? x : y;

    private static double Truth(bool holds) => holds ? 1 : 0;
}
