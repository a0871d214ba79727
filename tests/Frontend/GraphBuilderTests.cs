using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Frontend;
using MCFuser.Frontend.Building;
using static MCFuser.Frontend.Building.Functions;

namespace MCFuser.Tests.Frontend;

public class GraphBuilderTests
{
    [Fact]
    public void Attention_is_the_same_as_its_text()
    {
        var g = new GraphBuilder("attention");
        GraphAxis b = g.Axis("b", 12), m = g.Axis("m", 512), n = g.Axis("n", 512), k = g.Axis("k", 64), h = g.Axis("h", 64);
        var q = g.Input("Q", DataType.F16, b, m, k);
        var key = g.Input("K", DataType.F16, b, n, k);
        var v = g.Input("V", DataType.F16, b, n, h);
        var s = g.Define("S", [b, m, n], Sum([k], q[b, m, k] * key[b, n, k]));
        var p = g.Define("P", [b, m, n], Softmax(n, s[b, m, n] / Sqrt(Extent(k))));
        g.Output("O", DataType.F16, [b, m, h], Sum([n], p[b, m, n] * v[b, n, h]));
        Assert.Equal(GraphReader.ReadText(SampleTexts.Attention, "attention.mcf")[0], g.Build());
    }

    [Fact]
    public void Everything_is_the_same_as_its_text()
    {
        var g = new GraphBuilder("all");
        GraphAxis m = g.Axis("m", 8), n = g.Axis("n", 1, 9);
        var x = g.Input("X", DataType.F32, m);
        var i = g.Input("I", DataType.I64, m);
        var s = g.Input("s", DataType.BF16);
        var c = g.Define("C", [m, n], n <= m & !(m < 3) | m > n & m >= 1 | Equal(m, 2) | NotEqual(s, 3));
        g.Output("A", DataType.F32, [m, n], Where(c[m, n], x[i[m]] + x[m + 0] - x[1 * m] * x[3] / x[0 + m], -Value.Infinity));
        g.Output("B", DataType.F16, [m], Max([n], n) + Min([n], n) + Mean([n], n) + Max(m, s) + Min(m, -s) + Pow(m, 2) + Mod(m, -3));
        g.Output("D", DataType.F32, [], Sum([m], Exp(Log(Sqrt(Rsqrt(Tanh(Erf(Sigmoid(Relu(x[m] - m * 0.5))))))))));
        g.Output("E", DataType.F32, [m], Gelu(GeluTanh(Silu(Abs(Sin(Cos(Floor(-x[m - 0]))))))));
        Assert.Equal(GraphReader.ReadText("""
            chain all(m = 8, n = 1..9) {
              input X: f32[m]
              input I: i64[m]
              input s: bf16[]
              C[m, n] = n <= m and not (m < 3) or m > n and m >= 1 or m == 2 or s != 3
              output A: f32[m, n] = where(C[m, n], X[I[m]] + X[m + 0] - X[1 * m] * X[3] / X[m + 0], -inf)
              output B: f16[m] = max[n](n) + min[n](n) + mean[n](n) + max(m, s) + min(m, -s) + pow(m, 2) + mod(m, -3)
              output D: f32[] = sum[m](exp(log(sqrt(rsqrt(tanh(erf(sigmoid(relu(X[m] - m * 0.5)))))))))
              output E: f32[m] = gelu(gelu_tanh(silu(abs(sin(cos(floor(-X[m + 0])))))))
            }
            """, "all.mcf")[0], g.Build());
    }

    [Fact]
    public void Mistakes_are_reported_without_a_place()
    {
        var g = new GraphBuilder("broken");
        GraphAxis m = g.Axis("m", 8), k = g.Axis("k", 0);
        var x = g.Input("X", DataType.F32, m);
        g.Output("O", DataType.F32, [m], x[m + 1] + x);
        var failure = Assert.Throws<DiagnosticException>(g.Build);
        Assert.Equal(
            [FrontendCodes.ExtentOutOfRange, FrontendCodes.IndexLeavesDimension, FrontendCodes.WrongRank], failure.Diagnostics.Select(d => d.Code));
        Assert.StartsWith("mcfuser: error MCF1030: the extent 0 of axis 'k' is out of range", failure.Diagnostics[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("k", k.Name);
    }

    [Fact]
    public void Indices_are_restricted_to_those_of_the_language()
    {
        var g = new GraphBuilder("broken");
        GraphAxis m = g.Axis("m", 8);
        var x = g.Input("X", DataType.F32, m);
        Value[] wrong = [m + 0.5, m + m, m * m, m / 2, -m, 2 * m + 1, Exp(m), 1e300, Extent(m)];
        foreach (var index in wrong)
        {
            var diagnostic = Assert.Single(Assert.Throws<DiagnosticException>(() => x[index]).Diagnostics);
            Assert.Equal(FrontendCodes.WrongIndex, diagnostic.Code);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("../x")]
    public void Names_are_those_of_the_language(string name)
    {
        var codes = new List<string>();
        foreach (var (chain, axis, tensor) in new[] { (name, "m", "O"), ("c", name, "O"), ("c", "m", name), ("c", "m", new string('x', 129)) })
        {
            var g = new GraphBuilder(chain);
            g.Output(tensor, DataType.F32, [g.Axis(axis, 8)], 1);
            codes.AddRange(Assert.Throws<DiagnosticException>(g.Build).Diagnostics.Select(d => d.Code));
        }

        Assert.Equal(Enumerable.Repeat(FrontendCodes.InvalidName, 4), codes);
    }

    [Fact]
    public void Negated_numbers_are_numbers() => Assert.Equal(new Number(-2), (-(Value)2).Expression);
}
