namespace MCFuser.Tests.Codegen.Interpreter;

public class ErrorFunctionTests
{
    [Theory]
    [InlineData(0.25, 0.27632639016823693299)]
    [InlineData(0.46875, 0.49261347321793799159)]
    [InlineData(0.5, 0.52049987781304653768)]
    [InlineData(1, 0.84270079294971486934)]
    [InlineData(1.5, 0.96610514647531072707)]
    [InlineData(2, 0.99532226501895273416)]
    [InlineData(3, 0.99997790950300141456)]
    [InlineData(4, 0.99999998458274209972)]
    [InlineData(4.25, 0.99999999814942586261)]
    [InlineData(5.75, 0.99999999999999957679)]
    [InlineData(0, 0)]
    [InlineData(1e30, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NaN, double.NaN)]
    public void Known_values(double x, double expected) => Oracle.AssertClose([expected, -expected], Erf([x, -x]), 1e-15);

    /// <summary>The Taylor series 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!, whose terms are all positive.</summary>
    [Fact]
    public void Agrees_with_the_series_everywhere()
    {
        var x = Enumerable.Range(-3000, 6001).Select(i => (double)(float)(i / 512.0)).ToArray();
        Oracle.AssertClose([.. x.Select(Series)], Erf(x), 2e-15);
    }

    private static double Series(double x)
    {
        var (sum, term) = (0.0, x);
        for (var n = 0; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= 2 * x * x / (2 * n + 3);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double[] Erf(double[] x) =>
        Oracle.Run($"chain c(i = {x.Length}) {{ input X: f32[i] output Y: f32[i] = erf(X[i]) }}", ("X", x));
}
