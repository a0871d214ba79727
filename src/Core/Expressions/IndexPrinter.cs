using System.Globalization;

namespace MCFuser.Core.Expressions;

/// <summary>Prints an index expression; sums that add a negative constant print as a difference.</summary>
public static class IndexPrinter
{
    private const int Sum = 1, Product = 2, Primary = 3;

    public static string Print(IndexExpression index) => Print(index, Sum);

    private static string Print(IndexExpression index, int level)
    {
        var (text, own) = Render(index);
        return own < level ? $"({text})" : text;
    }

    private static (string Text, int Level) Render(IndexExpression index) => index switch
    {
        IndexConstant(var value) => (value.ToString(CultureInfo.InvariantCulture), value < 0 ? Sum : Primary),
        IndexAxis(var axis) => (axis, Primary),
        IndexExtent(var axis) => ($"extent({axis})", Primary),
        IndexAdd(var x, IndexConstant { Value: < 0 and > long.MinValue } c) => ($"{Print(x, Sum)} - {Print(new IndexConstant(-c.Value), Product)}", Sum),
        IndexAdd(var x, var y) => ($"{Print(x, Sum)} + {Print(y, Product)}", Sum),
        IndexMultiply(var x, var y) => ($"{Print(x, Product)} * {Print(y, Primary)}", Product),
        IndexFloorDivide(var x, var y) => ($"{Print(x, Product)} / {Print(y, Primary)}", Product),
        IndexModulo(var x, var y) => ($"mod({Print(x)}, {Print(y)})", Primary),
        IndexMin(var x, var y) => ($"min({Print(x)}, {Print(y)})", Primary),
        IndexMax(var x, var y) => ($"max({Print(x)}, {Print(y)})", Primary),
        IndexRead(var tensor, { Count: 0 }) => (tensor, Primary),
        IndexRead(var tensor, var indices) => ($"{tensor}[{string.Join(", ", indices)}]", Primary),
        _ => throw new InvalidOperationException($"unknown index {index.GetType().Name}"),
    };
}
