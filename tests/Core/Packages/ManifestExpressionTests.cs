using System.Numerics;
using CsCheck;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Tests.Core.Packages;

public class ManifestExpressionTests
{
    private static readonly Dictionary<string, long> Extents = new() { ["m"] = 100, ["n"] = 7, ["row.k"] = 64, ["huge"] = long.MaxValue };

    [Theory]
    [InlineData("512", 512)]
    [InlineData("m", 100)]
    [InlineData("row.k", 64)]
    [InlineData("4*m*n + 1", 2801)]
    [InlineData("1 + 4*m", 401)]
    [InlineData("m - n - 1", 92)]
    [InlineData("m/n", 14)]
    [InlineData("n - m/n*n", -91)]
    [InlineData("0 - m/n", -14)]
    [InlineData("7/2*2", 6)]
    [InlineData("ceil(m/64)", 2)]
    [InlineData("ceil(m/100)", 1)]
    [InlineData("ceil(m*n/64)*2", 22)]
    [InlineData("min(m, n) * max(m, 200)", 1400)]
    [InlineData("min(ceil(m/64), max(n - 6, 0))", 1)]
    public void Has_the_value_of_integer_arithmetic(string text, long value)
    {
        var expression = new ManifestExpression(text);
        Assert.Equal(value, expression.Evaluate(Extents));
        Assert.Equal(text, expression.ToString());
    }

    [Fact]
    public void Rounds_like_exact_division()
    {
        Gen.Select(Gen.Long[0, long.MaxValue / 2], Gen.Long[-50, 50], Gen.Long[1, 1000]).Sample((a, b, divisor) =>
        {
            var extents = new Dictionary<string, long> { ["a"] = a, ["b"] = b, ["c"] = divisor };
            Assert.Equal((long)Floor(b, divisor), new ManifestExpression("b/c").Evaluate(extents));
            Assert.Equal((long)-Floor(-(BigInteger)a, divisor), new ManifestExpression("ceil(a/c)").Evaluate(extents));
        }, iter: 1000);

        static BigInteger Floor(BigInteger dividend, BigInteger divisor) =>
            (dividend - (((dividend % divisor) + divisor) % divisor)) / divisor;
    }

    [Theory]
    [InlineData("", "it ends early")]
    [InlineData("m +", "it ends early")]
    [InlineData("m n", "'n' is unexpected")]
    [InlineData("(m + 1)*2", "'(' is unexpected")]
    [InlineData("-m", "'-' is unexpected")]
    [InlineData("ceil(m)", "')' is unexpected")]
    [InlineData("ceil((m + 1)/64)", "'(' is unexpected")]
    [InlineData("ceil(m + 1/64)", "'+' is unexpected")]
    [InlineData("ceil(m/64/2)", "'/' is unexpected")]
    [InlineData("min(m)", "')' is unexpected")]
    [InlineData("max(m, n, 1)", "',' is unexpected")]
    [InlineData("m < n", "'<' is unexpected")]
    [InlineData("m % 2", "'%' is unexpected")]
    [InlineData("9223372036854775808", "9223372036854775808 is no 64-bit integer")]
    [InlineData("12m", "12m is no 64-bit integer")]
    public void A_malformed_expression_is_refused(string text, string problem) =>
        Refused(ManifestCodes.ExpressionMalformed, problem, () => new ManifestExpression(text));

    [Fact]
    public void A_long_expression_is_refused() => Refused(
        ManifestCodes.ExpressionMalformed,
        "more than 1000 characters",
        () => new ManifestExpression(string.Concat(Enumerable.Repeat("min(", 100_000))));

    [Theory]
    [InlineData("huge + 1", "it does not fit in 64 bits for huge = 9223372036854775807")]
    [InlineData("huge * m", "it does not fit in 64 bits")]
    [InlineData("m/0", "it divides by 0 for m = 100")]
    [InlineData("ceil(1/0)", "it divides by 0")]
    [InlineData("m + x", "the axis x has no extent")]
    public void An_expression_without_a_value_is_refused(string text, string problem) =>
        Refused(ManifestCodes.ExpressionUndefined, problem, () => new ManifestExpression(text).Evaluate(Extents));

    [Theory]
    [InlineData("m > 1", true)]
    [InlineData("m <= 99", false)]
    [InlineData("m == 100 && n != 7", false)]
    [InlineData("m == 100 && n != 7 || n >= 7", true)]
    [InlineData("n < 7 || m/64 == 1 && ceil(m/64) == 2", true)]
    public void A_guard_compares(string text, bool holds) => Assert.Equal(holds, new ManifestGuard(text).Holds(Extents));

    [Theory]
    [InlineData("m", "it ends early")]
    [InlineData("1 < m < 3", "'<' is unexpected")]
    [InlineData("m > 1 &&", "it ends early")]
    [InlineData("(m > 1)", "'(' is unexpected")]
    [InlineData("m = 1", "'=' is unexpected")]
    [InlineData("m > 1 & n > 1", "'&' is unexpected")]
    public void A_malformed_guard_is_refused(string text, string problem) =>
        Refused(ManifestCodes.ExpressionMalformed, problem, () => new ManifestGuard(text));

    private static void Refused(string code, string problem, Func<object> action)
    {
        var error = Assert.Throws<DiagnosticException>(() => { action(); });
        Assert.Equal(code, error.Diagnostics[0].Code);
        Assert.Equal(ExitCode.InvalidInput, error.ExitCode);
        Assert.Contains(problem, error.Diagnostics[0].Problem, StringComparison.Ordinal);
    }
}
