using MCFuser.Core.Expressions;
using MCFuser.Tiling.Programs;

namespace MCFuser.Tests.Tiling;

public class ConstantFoldingTests
{
    [Theory]
    [InlineData(64, "x * 0.125")]
    [InlineData(50, "x / 7.0710678118654755")]
    public void Divides_by_a_constant_as_a_product_only_where_that_is_exact(double extent, string folded)
    {
        var written = new Binary(BinaryOperator.Divide, new AxisIndex("x"), new Unary(UnaryOperator.Sqrt, new Number(extent)));
        Assert.Equal(folded, written.Rewrite(ConstantFolding.Fold).ToString());
    }
}
