using System.Globalization;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Frontend.Text;
using MCFuser.Frontend.Verification;
using MCFuser.Tests.Generators;

namespace MCFuser.Tests.Frontend;

/// <summary>Printing and reading back gives the same graph.</summary>
public class RoundTripTests
{
    [Fact]
    public void Random_graphs_come_back_equal()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var graph = RandomGraphs.Create(seed);
            Assert.Equal(graph, Reread(graph));
        }
    }

    [Fact]
    public void Random_graphs_use_the_whole_language()
    {
        var graphs = Enumerable.Range(0, 300).Select(seed => RandomGraphs.Create(seed)).ToList();
        var nodes = graphs.SelectMany(g => g.Definitions).SelectMany(d => d.Value.SelfAndDescendants()).ToList();
        Assert.Equal(Enum.GetValues<UnaryOperator>(), nodes.OfType<Unary>().Select(u => u.Operator).Distinct().Order());
        Assert.Equal(Enum.GetValues<BinaryOperator>(), nodes.OfType<Binary>().Select(b => b.Operator).Distinct().Order());
        Assert.Equal(Enum.GetValues<CompareOperator>(), nodes.OfType<Compare>().Select(c => c.Operator).Distinct().Order());
        Assert.Equal(Enum.GetValues<ReduceOperator>(), nodes.OfType<Reduce>().Select(r => r.Operator).Distinct().Order());
        Assert.Equal(10, nodes.Select(n => n.GetType()).Distinct().Count());
        var indices = nodes.OfType<TensorRead>().SelectMany(r => r.Indices).SelectMany(i => i.SelfAndDescendants());
        Assert.Equal(5, indices.Select(i => i.GetType()).Distinct().Count());
        Assert.Equal(Enum.GetValues<DataType>(), graphs.SelectMany(g => g.Inputs).Select(t => t.Type).Distinct().Order());
        Assert.Contains(graphs, g => g.Outputs.Count() > 1);
    }

    [Fact]
    public void Random_graphs_are_the_same_for_the_same_seed() =>
        Assert.Equal(RandomGraphs.Create(7), RandomGraphs.Create(7));

    [Fact]
    public void Definitions_may_stand_in_any_order()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var graph = RandomGraphs.Create(seed);
            var shuffled = graph.Definitions.ToArray();
            new Random(seed).Shuffle(shuffled);
            var verified = GraphVerifier.Verify(graph with { Definitions = [.. shuffled] });
            Assert.Equal(graph.Definitions.OrderBy(d => d.Target.Name), verified.Definitions.OrderBy(d => d.Target.Name));
            var known = graph.Inputs.Select(t => t.Name).ToHashSet();
            foreach (var definition in verified.Definitions)
            {
                Assert.Subset(known, definition.Value.TensorsRead().ToHashSet());
                known.Add(definition.Target.Name);
            }
        }
    }

    [Theory]
    [InlineData("-5 + -inf - -0.5 * --x")]
    [InlineData("-(-(-x)) - (-2)")]
    [InlineData("1E+20 + 1E-05 + 0.1 + 12345678901 + 1E+300")]
    [InlineData("where(not (m < 3 and m > 1 or m == 2) or not not (m != 5), m, -m)")]
    [InlineData("where(b, 1, x) - (x - (x - x)) / (x / (x / x)) * (x * x)")]
    [InlineData("sum[n, k](Y[n, k]) + max[n](Z[n]) + min[n](Z[n]) + mean[n](Z[n]) + max(x, min(m, pow(x, mod(m, 3))))")]
    [InlineData("sum[n](softmax[n](Z[n]) * Z[n + 0] * Z[1 * n] * Z[7])")]
    [InlineData("Z[I[m]] + Z[i] + sum[k](Y[I[m], k] * Y[i, k]) + extent(m) * extent(one)")]
    [InlineData("exp(log(sqrt(rsqrt(tanh(erf(sigmoid(relu(gelu(gelu_tanh(silu(abs(sin(cos(floor(m)))))))))))))))")]
    public void Expressions_come_back(string expression)
    {
        var text = $$"""
            chain c(m = 8, n = 8, k = 4, one = 1) {
              input x: f32[]
              input b: bool[]
              input i: i64[]
              input I: i32[m]
              input Y: bf16[n, k]
              input Z: f16[n]
              output O: f32[m] = {{expression}}
            }

            """;
        var graph = GraphReader.ReadText(text, "c.mcf")[0];
        Assert.Equal(graph, Reread(graph));
        Assert.Equal(GraphPrinter.Print(graph), GraphPrinter.Print(Reread(graph)));
    }

    [Theory]
    [InlineData("a or b and not c == d + e * -f", "(a or (b and (not (c == (d + (e * (-f)))))))")]
    [InlineData("a - b - c + d", "(((a - b) - c) + d)")]
    [InlineData("a / b * c / d", "(((a / b) * c) / d)")]
    [InlineData("-a * b", "((-a) * b)")]
    [InlineData("-a / -b", "((-a) / (-b))")]
    [InlineData("a + b < c - d", "((a + b) < (c - d))")]
    [InlineData("not a < b and c", "((not (a < b)) and c)")]
    [InlineData("not not a or b", "((not (not a)) or b)")]
    [InlineData("a or b or c and d and e", "((a or b) or ((c and d) and e))")]
    [InlineData("(a or b) and c", "((a or b) and c)")]
    [InlineData("a * (b + c)", "(a * (b + c))")]
    [InlineData("a != b or c >= d", "((a != b) or (c >= d))")]
    public void Precedence(string expression, string grouped)
    {
        var parsed = TextFront.Parse($"chain c() {{ output O: f32[] = {expression} }}", "c.mcf")[0].Graph.Definitions[0].Value;
        Assert.Equal(grouped, Grouped(parsed));
        Assert.Equal(expression, parsed.ToString());
    }

    [Fact]
    public void Layout_and_comments_mean_nothing()
    {
        var spread = "// c\r\nchain\tattention(b=12,m=512,n=512,k=64,h=64){// é\ninput Q:f16[b,m,k]input K:f16[b,n,k]input V:f16[b,n,h]\n"
            + "S[b,m,n]=sum[k](Q[b,m,k]\n*K[b,n,k])P[b,m,n]=softmax[n](S[b,m,n]/sqrt(extent(k)))output O:f16[b,m,h]=sum[n](P[b,m,n]*V[b,n,h])}//";
        Assert.Equal(GraphReader.ReadText(SampleTexts.Attention, "a.mcf"), GraphReader.ReadText(spread, "b.mcf"));
    }

    [Fact]
    public void Dynamic_axes_come_back()
    {
        const string text = "chain c(m = 1..4096, n = 3..3) {\n  input X: f32[m]\n  output O: f32[m, n] = X[m]\n}\n";
        var graph = GraphReader.ReadText(text, "c.mcf")[0];
        Assert.Equal(new SymbolicExtent(1, 4096), graph.Axes[0].Extent);
        Assert.Equal(text, GraphPrinter.Print(graph));
    }

    [Fact]
    public void The_culture_of_the_thread_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "~", NumberGroupSeparator = "." },
            };
            var graph = GraphReader.ReadText("chain c(m = 1000..2000) { output O: f32[m] = -1234.5 * m + 1e-5 }", "c.mcf")[0];
            Assert.Equal("chain c(m = 1000..2000) {\n  output O: f32[m] = -1234.5 * m + 1E-05\n}\n", GraphPrinter.Print(graph));
            Assert.Equal(graph, Reread(graph));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static OperatorGraph Reread(OperatorGraph graph) => GraphReader.ReadText(GraphPrinter.Print(graph), "printed.mcf")[0];

    private static string Grouped(Expression expression) => expression switch
    {
        Unary(UnaryOperator.Not, var x) => $"(not {Grouped(x)})",
        Unary(UnaryOperator.Negate, var x) => $"(-{Grouped(x)})",
        Binary(var op, var x, var y) => $"({Grouped(x)} {op.Text()} {Grouped(y)})",
        Compare(var op, var x, var y) => $"({Grouped(x)} {op.Text()} {Grouped(y)})",
        _ => expression.ToString(),
    };
}
