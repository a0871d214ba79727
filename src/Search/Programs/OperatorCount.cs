using MCFuser.Core.Expressions;

namespace MCFuser.Search.Programs;

/// <summary>
/// What an expression costs at one point: its operators, constants folded; the plain operations they take; and the special ones, which need an
/// exponential or the like.
/// </summary>
internal readonly record struct OperatorCount(int Operators, double Plain, double Special)
{
    public static OperatorCount Of(Expression expression)
    {
        if (IsConstant(expression)) return default;
        var own = expression switch
        {
            Unary(var op, _) => Of(op),
            Binary(BinaryOperator.Pow, _, _) => new OperatorCount(1, 1, 2),
            Binary or Compare or Select or Cast => new OperatorCount(1, 1, 0),
            _ => default,
        };
        return expression.Children().Aggregate(own, (sum, child) => sum + Of(child));
    }

    public static OperatorCount operator +(OperatorCount x, OperatorCount y) => new(x.Operators + y.Operators, x.Plain + y.Plain, x.Special + y.Special);

    private static OperatorCount Of(UnaryOperator op) => op switch
    {
        UnaryOperator.Negate or UnaryOperator.Not or UnaryOperator.Relu or UnaryOperator.Abs or UnaryOperator.Floor => new(1, 1, 0),
        UnaryOperator.Exp or UnaryOperator.Log or UnaryOperator.Sqrt or UnaryOperator.Rsqrt => new(1, 0, 1),
        UnaryOperator.Sin or UnaryOperator.Cos => new(1, 4, 1),
        UnaryOperator.Sigmoid or UnaryOperator.Silu or UnaryOperator.Tanh => new(1, 3, 1),
        UnaryOperator.GeluTanh => new(1, 8, 1),
        _ => new(1, 12, 1),
    };

    private static bool IsConstant(Expression expression) =>
        !expression.SelfAndDescendants().Any(e => e is Element or TensorRead or AxisIndex);
}
