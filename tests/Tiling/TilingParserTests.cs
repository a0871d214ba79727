using MCFuser.Core.Tiling;

namespace MCFuser.Tests.Tiling;

public class TilingParserTests
{
    [Theory]
    [InlineData("mn(k,h)", "mn(k,h)")]
    [InlineData("m.n.(k,h)", "mn(k,h)")]
    [InlineData("m n (k, h)", "mn(k,h)")]
    [InlineData("(k,h)", "(k,h)")]
    public void Reads_letters_dots_and_spaces(string text, string printed) =>
        Assert.Equal(printed, TilingParser.TryParse(text, ["m", "n", "k", "h"], out _)!.ToString());

    [Fact]
    public void Axes_of_several_letters_print_with_dots()
    {
        var expression = TilingParser.TryParse("row.col(inner,head)", ["row", "col", "inner", "head"], out _);
        Assert.Equal("row.col(inner,head)", expression!.ToString());
        Assert.Equal(expression, TilingParser.TryParse("row col (inner, head)", ["row", "col", "inner", "head"], out _));
    }

    [Theory]
    [InlineData("mx", "names no axis")]
    [InlineData("mnm", "stands twice")]
    [InlineData("m(n", "')' is missing")]
    [InlineData("m(n,)", "empty place")]
    [InlineData("m(n,k)h", "nothing may follow")]
    [InlineData("m)", "unexpected ')'")]
    [InlineData("m;n", "unexpected ';'")]
    [InlineData("m((n,k),h)", "parentheses directly inside")]
    public void Says_what_is_wrong(string text, string problem)
    {
        Assert.Null(TilingParser.TryParse(text, ["m", "n", "k", "h"], out var said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }
}
