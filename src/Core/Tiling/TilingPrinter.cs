namespace MCFuser.Core.Tiling;

/// <summary>Prints a tiling expression; axes of several letters are separated by dots.</summary>
public static class TilingPrinter
{
    public static string Print(TilingExpression expression)
    {
        var separator = expression.Axes.All(a => a.Length == 1) ? "" : ".";
        return Print(expression.Roots, separator);
    }

    private static string Print(EquatableArray<TilingLoop> loops, string separator) => loops.Count switch
    {
        0 => "",
        1 => Print(loops[0], separator),
        _ => $"({string.Join(",", loops.Select(l => Print(l, separator)))})",
    };

    private static string Print(TilingLoop loop, string separator) =>
        loop.Children.Count == 1 ? loop.Axis + separator + Print(loop.Children, separator) : loop.Axis + Print(loop.Children, separator);
}
