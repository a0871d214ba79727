using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Interpreter.Pointwise;

/// <summary>Applies an operator element by element; the result takes the place of the left operands.</summary>
internal delegate void PairFunction(Span<double> left, ReadOnlySpan<double> right);

/// <summary>The operators on reals in double precision; a truth value is 0 or 1, and whatever is not 0 is true.</summary>
internal static class Functions
{
    public static Func<double, double> Of(UnaryOperator op) => op switch
    {
        UnaryOperator.Negate => x => -x,
        UnaryOperator.Not => x => Truth(x == 0),
        UnaryOperator.Exp => Math.Exp,
        UnaryOperator.Log => Math.Log,
        UnaryOperator.Sqrt => Math.Sqrt,
        UnaryOperator.Rsqrt => x => 1 / Math.Sqrt(x),
        UnaryOperator.Tanh => Math.Tanh,
        UnaryOperator.Erf => ErrorFunction.Erf,
        UnaryOperator.Sigmoid => Sigmoid,
        UnaryOperator.Relu => x => Math.Max(x, 0),
        // x * (1 + erf(x / sqrt 2)) / 2 without the cancellation that the sum has for negative x.
        UnaryOperator.Gelu => x => 0.5 * x * ErrorFunction.Erfc(-x / Math.Sqrt(2)),
        // 1 + tanh(u) = 2 * sigmoid(2 * u), again to avoid the cancellation.
        UnaryOperator.GeluTanh => x => x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)),
        UnaryOperator.Silu => x => x * Sigmoid(x),
        UnaryOperator.Abs => Math.Abs,
        UnaryOperator.Sin => Math.Sin,
        UnaryOperator.Cos => Math.Cos,
        UnaryOperator.Floor => Math.Floor,
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    public static PairFunction Of(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => Add,
        BinaryOperator.Subtract => Each((x, y) => x - y),
        BinaryOperator.Multiply => Multiply,
        BinaryOperator.Divide => Each((x, y) => x / y),
        BinaryOperator.Pow => Each(Math.Pow),
        BinaryOperator.Mod => Each(Mod),
        BinaryOperator.Max => Each(Math.Max),
        BinaryOperator.Min => Each(Math.Min),
        BinaryOperator.And => Each((x, y) => Truth(x != 0 && y != 0)),
        BinaryOperator.Or => Each((x, y) => Truth(x != 0 || y != 0)),
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    public static PairFunction Of(CompareOperator op) => op switch
    {
        CompareOperator.Equal => Each((x, y) => Truth(x == y)),
        CompareOperator.NotEqual => Each((x, y) => Truth(x != y)),
        CompareOperator.Less => Each((x, y) => Truth(x < y)),
        CompareOperator.LessOrEqual => Each((x, y) => Truth(x <= y)),
        CompareOperator.Greater => Each((x, y) => Truth(x > y)),
        CompareOperator.GreaterOrEqual => Each((x, y) => Truth(x >= y)),
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    private static PairFunction Each(Func<double, double, double> function) => (left, right) =>
    {
        for (var i = 0; i < left.Length; i++) left[i] = function(left[i], right[i]);
    };

    // A contraction spends its time in these two: a call for each element would take most of it.
    private static void Add(Span<double> left, ReadOnlySpan<double> right)
    {
        for (var i = 0; i < left.Length; i++) left[i] += right[i];
    }

    private static void Multiply(Span<double> left, ReadOnlySpan<double> right)
    {
        for (var i = 0; i < left.Length; i++) left[i] *= right[i];
    }

    private static double Truth(bool holds) => holds ? 1 : 0;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The remainder with the divisor's sign.</summary>
    private static double Mod(double x, double y)
    {
        var remainder = x % y;
        return remainder == 0 ? Math.CopySign(0, y) : double.IsNegative(remainder) != double.IsNegative(y) ? remainder + y : remainder;
    }
}
