namespace MCFuser.Tests.Codegen.Interpreter;

/// <summary>Every operator on a few numbers. Values of the error function and its kin: computed to 20 digits by other means.</summary>
public class OperatorTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Theory]
    [InlineData("-X[i]", new[] { 1.5, -2, Inf }, new[] { -1.5, 2, -Inf })]
    [InlineData("exp(X[i])", new[] { 0, 1, -Inf }, new[] { 1, Math.E, 0 })]
    [InlineData("log(X[i])", new[] { 1, 0, -1.0 }, new[] { 0, -Inf, NaN })]
    [InlineData("sqrt(X[i])", new[] { 4, 0, -1.0 }, new[] { 2, 0, NaN })]
    [InlineData("rsqrt(X[i])", new[] { 4, 0, 0.25 }, new[] { 0.5, Inf, 2 })]
    [InlineData("tanh(X[i])", new[] { 0, 1, -Inf }, new[] { 0, 0.76159415595576489, -1 })]
    [InlineData("sigmoid(X[i])", new[] { -12, -3, -0.5, 1, 4 },
        new[] { 6.1441746022147178e-6, 0.047425873177566781, 0.37754066879814544, 0.73105857863000488, 0.98201379003790844 })]
    [InlineData("relu(X[i])", new[] { -1, 0, 2, NaN, -Inf }, new[] { 0, 0, 2, NaN, 0 })]
    [InlineData("gelu(X[i])", new[] { -12, -6, -3, -1, -0.25, 0, 0.5, 2, 7, Inf },
        new[]
        {
            -2.1317785344932148e-32, -5.9195258702261888e-9, -0.0040496940948902836, -0.15865525393145705, -0.10032341857926907,
            0, 0.34573123063700655182, 1.9544997361036415856, 6.9999999999910413122, Inf,
        })]
    [InlineData("gelu_tanh(X[i])", new[] { -3, -0.5, 0, 1, 4, Inf },
        new[] { -0.0036373920817730188378, -0.15428599017485607796, 0, 0.84119199060827670478, 3.9999297540518076273, Inf })]
    [InlineData("silu(X[i])", new[] { -12, -3, -0.5, 1, 4 },
        new[] { -7.3730095226576614e-5, -0.14227761953270034, -0.18877033439907272, 0.73105857863000488, 3.9280551601516338 })]
    [InlineData("abs(X[i])", new[] { -1.5, 2, -Inf, NaN }, new[] { 1.5, 2, Inf, NaN })]
    [InlineData("sin(X[i])", new[] { 0, 1.0, Inf }, new[] { 0, 0.8414709848078965, NaN })]
    [InlineData("cos(X[i])", new[] { 0, 1.0, NaN }, new[] { 1, 0.54030230586813977, NaN })]
    [InlineData("floor(X[i])", new[] { 1.5, -1.5, 2, Inf }, new[] { 1, -2, 2, Inf })]
    [InlineData("mod(X[i], 3)", new[] { 7, -7, 3, -1, 0.5, Inf }, new[] { 1, 2, 0, 2, 0.5, NaN })]
    [InlineData("mod(X[i], -3)", new[] { 7, -7, 3, 1.0 }, new[] { -2, -1, -0.0, -2 })]
    [InlineData("mod(X[i], 0)", new[] { 7.0 }, new[] { NaN })]
    [InlineData("pow(X[i], 2) + pow(2, X[i])", new[] { 3.0, -1 }, new[] { 17, 1.5 })]
    [InlineData("max(X[i], 1)", new[] { 0.0, 2, NaN, -Inf }, new[] { 1, 2, NaN, 1 })]
    [InlineData("min(1, X[i])", new[] { 0.0, 2, NaN, -Inf }, new[] { 0, 1, NaN, -Inf })]
    [InlineData("X[i] / 4 - 2 * X[i]", new[] { 2.0, -1 }, new[] { -3.5, 1.75 })]
    [InlineData("where(X[i] > 1, i, -extent(i))", new[] { 0, 2.0, 1, 3 }, new[] { -4, 1, -4, 3.0 })]
    [InlineData("1 / X[i]", new[] { 0.0, 2, Inf }, new[] { Inf, 0.5, 0 })]
    public void Real_operators(string expression, double[] x, double[] expected) =>
        Oracle.AssertClose(
            expected, Oracle.Run($"chain c(i = {x.Length}) {{ input X: f32[i] output Y: f32[i] = {expression} }}", ("X", x)), 2e-14);

    [Theory]
    [InlineData("X[i] == 1", new double[] { 0, 1, 0, 0 })]
    [InlineData("X[i] != 1", new double[] { 1, 0, 1, 1 })]
    [InlineData("X[i] < 1", new double[] { 1, 0, 0, 0 })]
    [InlineData("X[i] <= 1", new double[] { 1, 1, 0, 0 })]
    [InlineData("X[i] > 1", new double[] { 0, 0, 1, 0 })]
    [InlineData("X[i] >= 1", new double[] { 0, 1, 1, 0 })]
    [InlineData("not (X[i] >= 1)", new double[] { 1, 0, 0, 1 })]
    [InlineData("T[i] and X[i] >= 1", new double[] { 0, 1, 0, 0 })]
    [InlineData("T[i] or X[i] >= 1", new double[] { 1, 1, 1, 0 })]
    [InlineData("T[i]", new double[] { 1, 1, 0, 0 })]
    public void Truth_operators(string expression, double[] expected) =>
        Assert.Equal(expected, Oracle.Run(
            $"chain c(i = 4) {{ input X: f32[i] input T: bool[i] output Y: bool[i] = {expression} }}",
            ("X", [0, 1, 2, NaN]),
            ("T", [1, 1, 0, 0])));

    [Theory]
    [InlineData("sum[k](X[i, k])", new[] { 6.0, NaN, -Inf })]
    [InlineData("mean[k](X[i, k])", new[] { 2.0, NaN, -Inf })]
    [InlineData("max[k](X[i, k])", new[] { 3.0, NaN, 2 })]
    [InlineData("min[k](X[i, k])", new[] { 1.0, NaN, -Inf })]
    [InlineData("max[k](-X[i, k])", new[] { -1.0, NaN, Inf })]
    [InlineData("sum[k](k * X[i, k])", new[] { 7.0, NaN, NaN })]
    [InlineData("sum[k](1 + 0 * k)", new[] { 3.0, 3, 3 })]
    public void Reductions(string expression, double[] expected) => Assert.Equal(expected, Oracle.Run(
        $"chain c(i = 3, k = 3) {{ input X: f32[i, k] output Y: f32[i] = {expression} }}", ("X", [1, 3, 2, 1, NaN, 2, -Inf, 2, 1])));

    [Fact]
    public void Reductions_over_several_axes_and_of_everything()
    {
        const string Text = """
            chain c(i = 2, j = 3, k = 2) {
              input X: f32[i, j, k]
              output A: f32[j] = sum[i, k](X[i, j, k])
              output B: f32[] = mean[k, i, j](X[i, j, k])
              output C: f32[k, i] = max[j](X[i, j, k])
            }
            """;
        var graph = Oracle.Graph(Text);
        var result = Oracle.Evaluate(
            graph, Oracle.Inputs(graph, ("X", [.. Enumerable.Range(0, 12).Select(v => (double)v)])));
        Assert.Equal([14, 22, 30], result["A"].Values.ToArray());
        Assert.Equal([5.5], result["B"].Values.ToArray());
        Assert.Equal([4, 10, 5, 11], result["C"].Values.ToArray());
    }

    [Fact]
    public void Softmax_is_stable_and_its_special_rows_are_as_specified()
    {
        var result = Oracle.Run(
            "chain c(i = 5, n = 3) { input X: f32[i, n] output Y: f32[i, n] = softmax[n](X[i, n]) }",
            ("X", [0, Math.Log(2), Math.Log(5), 1e4, 1e4, -1e4, -Inf, -Inf, -Inf, 0, -Inf, -Inf, 1, NaN, -Inf]));
        Oracle.AssertClose([0.125, 0.25, 0.625, 0.5, 0.5, 0, 0, 0, 0, 1, 0, 0, NaN, NaN, NaN], result, 1e-7);
    }

    [Fact]
    public void Softmax_over_an_axis_that_is_not_the_last()
    {
        var result = Oracle.Run(
            "chain c(n = 2, i = 3) { input X: f32[n, i] output Y: f32[n, i] = softmax[n](X[n, i]) * 10 }", ("X", [0, 5, -Inf, 0, 5, 0]));
        Oracle.AssertClose([5, 5, 0, 5, 5, 10], result);
    }

    [Fact]
    public void An_infinite_logit_makes_its_row_NaN() => Assert.Equal(
        [NaN, NaN], Oracle.Run("chain c(n = 2) { input X: f32[n] output Y: f32[n] = softmax[n](X[n]) }", ("X", [0, Inf])));
}
