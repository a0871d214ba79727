using MCFuser.Portable.Kernels;

namespace MCFuser.Tests.Portable;

/// <summary>The functions of the portable path against those of the platform, far beyond what f32 needs.</summary>
public class RealFunctionTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Exp() => Check(RealFunctions.Exp, Math.Exp, -700, 709);

    [Fact]
    public void Log()
    {
        Check(RealFunctions.Log, Math.Log, 1e-3, 3);
        Check(x => RealFunctions.Log(Math.Exp(x)), x => x, -700, 700);
    }

    [Fact]
    public void Tanh() => Check(RealFunctions.Tanh, Math.Tanh, -20, 20);

    [Fact]
    public void Sine_and_cosine()
    {
        Check(x => RealFunctions.Sin(x, 0), Math.Sin, -1e4, 1e4, absolute: true);
        Check(x => RealFunctions.Sin(x, 1), Math.Cos, -1e4, 1e4, absolute: true);
    }

    [Fact]
    public void Pow()
    {
        foreach (var y in (double[])[-3, -1.5, 0, 0.5, 2, 7]) Check(x => RealFunctions.Pow(x, y), x => Math.Pow(x, y), 1e-3, 50);
        foreach (var y in (double[])[-3, 0, 2, 7, 0.5]) Check(x => RealFunctions.Pow(x, y), x => Math.Pow(x, y), -50, -1e-3);
    }

    /// <summary>Values: Abramowitz and Stegun, Handbook of Mathematical Functions, table 7.1, and erfc by its asymptotic series.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0.1124629160182849)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(3, 0.9999779095030014)]
    public void Error_function(double x, double expected)
    {
        Assert.Equal(expected, ErrorFunction.Erf(x), 1e-13);
        Assert.Equal(-expected, ErrorFunction.Erf(-x), 1e-13);
        Assert.Equal(1 - expected, ErrorFunction.Complement(x), 1e-13);
    }

    [Fact]
    public void The_tail_of_the_error_function_has_all_digits() => Assert.Equal(1, ErrorFunction.Complement(5) / 1.5374597944280349e-12, 1e-10);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(0)]
    public void Limits(double x)
    {
        Assert.Equal(Math.Exp(x), RealFunctions.Exp(x));
        Assert.Equal(Math.Log(x), RealFunctions.Log(x));
        Assert.Equal(Math.Tanh(x), RealFunctions.Tanh(x));
        Assert.Equal(Math.Sin(x), RealFunctions.Sin(x, 0));
        Assert.Equal(Math.Cos(x), RealFunctions.Sin(x, 1));
        Assert.Equal(double.IsNaN(x) ? x : Math.Sign(x), ErrorFunction.Erf(x));
    }

    private static void Check(Func<double, double> actual, Func<double, double> expected, double from, double to, bool absolute = false)
    {
        for (var i = 0; i <= 2000; i++)
        {
            var x = from + (to - from) * i / 2000;
            var (got, right) = (actual(x), expected(x));
            if (double.IsNaN(right)) Assert.True(double.IsNaN(got), FormattableString.Invariant($"at {x}: {got}"));
            else Assert.True(Math.Abs(got - right) <= Tolerance * (absolute ? 1 : Math.Abs(right)), FormattableString.Invariant($"at {x}: {got}, not {right}"));
        }
    }
}
