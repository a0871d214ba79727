using MCFuser.Core.Expressions;

namespace MCFuser.Tests.Core;

public class ExpressionPrinterTests
{
    [Fact]
    public void Keeps_only_the_parentheses_that_matter()
    {
        Expression a = new AxisIndex("a"), b = new AxisIndex("b");
        var sum = new Binary(BinaryOperator.Add, a, b);
        Assert.Equal("(a + b) * (a + b)", new Binary(BinaryOperator.Multiply, sum, sum).ToString());
        Assert.Equal("a - (a + b)", new Binary(BinaryOperator.Subtract, a, sum).ToString());
        Assert.Equal("-(a + b) <= b", new Compare(CompareOperator.LessOrEqual, new Unary(UnaryOperator.Negate, sum), b).ToString());
    }
}
