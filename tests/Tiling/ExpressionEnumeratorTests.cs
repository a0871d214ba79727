using MCFuser.Core.Tiling;
using MCFuser.Tiling.Expressions;

namespace MCFuser.Tests.Tiling;

public class ExpressionEnumeratorTests
{
    [Fact]
    public void Two_gemms_have_24_deep_and_2_flat_expressions()
    {
        var all = ExpressionEnumerator.Enumerate(Chains.TwoGemms());
        Assert.Equal(26, all.Count);
        Assert.Equal(24, all.Count(e => e.IsDeep));
        Assert.Equal(["mn(k,h)", "nm(k,h)"], all.Where(e => !e.IsDeep).Select(e => e.ToString()));
        Assert.Equal(26, all.Distinct().Count());
    }

    [Fact]
    public void Gated_right_associated_and_longer_chains_have_the_published_counts()
    {
        Assert.Equal(26, ExpressionEnumerator.Enumerate(Chains.GatedPair()).Count);
        Assert.Equal(26, ExpressionEnumerator.Enumerate(Chains.RightAssociated()).Count);
        Assert.Equal(26, ExpressionEnumerator.Enumerate(Chains.Attention()).Count);
        Assert.Equal(146, ExpressionEnumerator.Enumerate(Chains.ThreeGemms()).Count);
        Assert.Equal(1014, ExpressionEnumerator.Enumerate(Chains.FourGemms()).Count);
    }

    [Fact]
    public void Every_expression_prints_and_parses_back_and_is_accepted()
    {
        foreach (var chain in new[] { Chains.TwoGemms(), Chains.ThreeGemms(), Chains.FourGemms() })
        {
            foreach (var expression in ExpressionEnumerator.Enumerate(chain))
            {
                Assert.Equal(expression, TilingParser.TryParse(expression.ToString(), chain.TiledAxes.Select(a => a.Name), out var problem));
                Assert.Null(problem);
                Assert.Null(ExpressionEnumerator.Problem(chain, expression));
            }
        }
    }

    [Theory]
    [InlineData("mnk", "'h' is missing")]
    [InlineData("m(n,kh)", "'C' uses the axes 'm' and 'n'|'n' and 'k'")]
    [InlineData("mk(n,h)", "'E' uses the axes 'h' and 'n'")]
    public void An_expression_that_breaks_the_definition_is_refused_with_the_reason(string text, string reasons)
    {
        var chain = Chains.TwoGemms();
        var expression = TilingParser.TryParse(text, chain.TiledAxes.Select(a => a.Name), out _)!;
        var problem = ExpressionEnumerator.Problem(chain, expression);
        Assert.Contains(reasons.Split('|'), r => problem!.Contains(r, StringComparison.Ordinal));
    }
}
