using System.Globalization;

namespace MCFuser.Core.Expressions;

/// <summary>
/// Prints an expression as the chain language writes it, with the fewest parentheses that keep its meaning.
/// A negative number prints as <c>-2</c>, the negation of a number as <c>-(2)</c>, so that the text tells them apart.
/// </summary>
public static class ExpressionPrinter
{
    private const int Or = 1, And = 2, Not = 3, Comparison = 4, Sum = 5, Product = 6, Sign = 7, Primary = 8;

    public static string Print(Expression expression) => Print(expression, Or);

    private static string Print(Expression expression, int level)
    {
        var (text, own) = Render(expression);
        return own < level ? $"({text})" : text;
    }

    private static (string Text, int Level) Render(Expression expression) => expression switch
    {
        Number(var value) => (Literal(value), value < 0 || (value == 0 && double.IsNegative(value)) ? Sign : Primary),
        AxisIndex(var axis) => (axis, Primary),
        AxisExtent(var axis) => ($"extent({axis})", Primary),
        TensorRead(var tensor, var indices) => (indices.Count == 0 ? tensor : $"{tensor}[{string.Join(", ", indices)}]", Primary),
        Element(var buffer) => (buffer, Primary),
        Unary(UnaryOperator.Negate, Number(var value)) => ($"-({Literal(value)})", Sign),
        Unary(UnaryOperator.Negate, var x) => ($"-{Print(x, Sign)}", Sign),
        Unary(UnaryOperator.Not, var x) => ($"not {Print(x, Not)}", Not),
        Unary(var op, var x) => ($"{op.Text()}({Print(x)})", Primary),
        Binary(BinaryOperator.Or, var x, var y) => ($"{Print(x, Or)} or {Print(y, And)}", Or),
        Binary(BinaryOperator.And, var x, var y) => ($"{Print(x, And)} and {Print(y, Not)}", And),
        Binary(BinaryOperator.Add or BinaryOperator.Subtract, var x, var y) b =>
            ($"{Print(x, Sum)} {b.Operator.Text()} {Print(y, Product)}", Sum),
        Binary(BinaryOperator.Multiply or BinaryOperator.Divide, var x, var y) b =>
            ($"{Print(x, Product)} {b.Operator.Text()} {Print(y, Sign)}", Product),
        Binary(var op, var x, var y) => ($"{op.Text()}({Print(x)}, {Print(y)})", Primary),
        Compare(var op, var x, var y) => ($"{Print(x, Sum)} {op.Text()} {Print(y, Sum)}", Comparison),
        Select(var c, var x, var y) => ($"where({Print(c)}, {Print(x)}, {Print(y)})", Primary),
        Cast(var type, var x) => ($"cast[{type.Text()}]({Print(x)})", Primary),
        Reduce(var op, var axes, var body) => ($"{op.Text()}[{string.Join(", ", axes)}]({Print(body)})", Primary),
        Softmax(var axis, var body) => ($"softmax[{axis}]({Print(body)})", Primary),
        _ => throw new InvalidOperationException($"unknown expression {expression.GetType().Name}"),
    };

    private static string Literal(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
