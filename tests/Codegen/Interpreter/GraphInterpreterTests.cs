using MCFuser.Codegen.Interpreter;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Codegen.Interpreter;

public class GraphInterpreterTests
{
    private const string Attention = """
        chain attention(b = 2, m = 9, n = 13, k = 5, h = 3) {
          input Q: f16[b, m, k]
          input K: f16[b, n, k]
          input V: bf16[b, n, h]
          S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
          P[b, m, n] = softmax[n](where(n <= m + 2, S[b, m, n] / sqrt(extent(k)), -inf))
          output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        }
        """;

    public static TheoryData<string> Names => [.. GraphTexts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_full_evaluation_equals_a_naive_one(string name)
    {
        var graph = Oracle.Graph(GraphTexts.All[name]);
        var inputs = RandomInputs.Create(graph, 6);
        var naive = new NaiveInterpreter(graph, inputs).Run();
        foreach (var output in Oracle.Evaluate(graph, inputs).Outputs)
        {
            Assert.Equal(naive[output.Name].Length, output.Values.Length);
            for (var i = 0; i < output.Values.Length; i++) Assert.Equal(naive[output.Name][i], output.Values.Span[i], 1e-11);
        }
    }

    [Fact]
    public void Attention_agrees_with_a_straightforward_loop()
    {
        var graph = Oracle.Graph(Attention);
        var inputs = RandomInputs.Create(graph, 7);
        AssertAttention(inputs, 2, 9, 13, 5, 3, Oracle.Evaluate(graph, inputs)["O"].Values.ToArray());
    }

    [Fact]
    public void The_same_attention_written_as_one_expression_gives_the_same()
    {
        var graph = Oracle.Graph("""
            chain attention(h = 3, k = 5, n = 13, m = 9, b = 2) {
              input Q: f16[b, m, k]
              input K: f16[b, n, k]
              input V: bf16[b, n, h]
              output O: f16[b, m, h] = sum[n](
                softmax[n](where(n - 2 <= m, sum[k](Q[b, m, k] * K[b, n, k]) / sqrt(extent(k)), -inf)) * V[b, n, h])
            }
            """);
        var inputs = RandomInputs.Create(graph, 7);
        AssertAttention(inputs, 2, 9, 13, 5, 3, Oracle.Evaluate(graph, inputs)["O"].Values.ToArray());
    }

    [Fact]
    public void Axes_longer_than_a_run_are_seamless()
    {
        var graph = Oracle.Graph("""
            chain c(i = 3, n = 1700) {
              input X: f32[i, n]
              output A: f32[i, n] = softmax[n](X[i, n])
              output B: f32[i] = sum[n](X[i, n] * n)
              output C: f32[n] = sum[i](X[i, n] * (i + 1))
              output D: f32[n, i] = X[i, n] - n
            }
            """);
        var inputs = RandomInputs.Create(graph, 1);
        var x = inputs["X"].ToDoubles();
        var result = Oracle.Evaluate(graph, inputs);
        for (var i = 0; i < 3; i++)
        {
            var row = x.Skip(1700 * i).Take(1700).ToList();
            var sum = row.Sum(Math.Exp);
            Oracle.AssertClose([.. row.Select(v => Math.Exp(v) / sum)], result["A"].Values.Slice(1700 * i, 1700).ToArray());
            Oracle.AssertClose([row.Select((v, n) => v * n).Sum()], [result["B"].Values.Span[i]], 1e-12);
        }

        var columns = Enumerable.Range(0, 1700).Select(n => x[n] + 2 * x[1700 + n] + 3 * x[3400 + n]);
        Oracle.AssertClose([.. columns], result["C"].Values.ToArray());
        Assert.Equal(Enumerable.Range(0, 5100).Select(e => x[1700 * (e % 3) + e / 3] - e / 3), result["D"].Values.ToArray());
    }

    [Fact]
    public void References_are_positional_and_indices_may_be_affine_constant_or_gathered()
    {
        var graph = Oracle.Graph("""
            chain c(m = 3, n = 3, d = 2, t = 8) {
              input A: f32[m, n]
              input W: f32[t, d]
              input at: i64[m, n]
              T[m, n] = A[n, m]
              output Transposed: f32[m, n] = T[m, n]
              output Diagonal: f32[m] = A[m, m]
              output Strided: f32[m, d] = W[2 * m, d] + W[m + 1, 0] - W[7, d]
              output Gathered: f32[m, n, d] = W[at[m, n], d]
              output Tall: f32[d, m] = sum[n](W[at[m, n], d])
            }
            """);
        var inputs = Oracle.Inputs(
            graph,
            ("A", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            ("W", [.. Enumerable.Range(0, 16).Select(v => (double)v)]),
            ("at", [7, 0, 1, 1, 2, 3, 6, 5, 4]));
        var result = Oracle.Evaluate(graph, inputs);
        Assert.Equal([1, 4, 7, 2, 5, 8, 3, 6, 9], result["Transposed"].Values.ToArray());
        Assert.Equal([1, 5, 9], result["Diagonal"].Values.ToArray());
        Assert.Equal([-12, -12, -6, -6, 0, 0], result["Strided"].Values.ToArray());
        Assert.Equal([14, 15, 0, 1, 2, 3, 2, 3, 4, 5, 6, 7, 12, 13, 10, 11, 8, 9], result["Gathered"].Values.ToArray());
        Assert.Equal([16, 12, 30, 19, 15, 33], result["Tall"].Values.ToArray());
    }

    [Fact]
    public void A_reduced_axis_may_be_free_outside()
    {
        var result = Oracle.Run(
            """
            chain norm(m = 2, k = 4) {
              input X: f32[m, k]
              U[m] = mean[k](X[m, k])
              output Y: f32[m, k] = (X[m, k] - mean[k](X[m, k])) * rsqrt(mean[k](pow(X[m, k] - U[m], 2)))
            }
            """,
            ("X", [1, 3, 1, 3, 0, 0, 8, 0]));
        var low = -2 / Math.Sqrt(12);
        Oracle.AssertClose([-1, 1, -1, 1, low, low, -3 * low, low], result);
    }

    [Fact]
    public void Equal_reductions_are_computed_once()
    {
        var graph = Oracle.Graph("chain c(m = 3, k = 4) { input X: f32[m, k] output Y: f32[m] = sum[k](X[m, k]) / (1 + sum[k](X[m, k])) }");
        Assert.Equal(3 * 4 + 3, SliceChooser.MultiplyAdds(graph, Slice.Everything));
        var inputs = Oracle.Inputs(graph, ("X", [1, 2, 3, 4, 2, 0, 0, 0, 1, -1, 1, -1]));
        Oracle.AssertClose([10.0 / 11, 2.0 / 3, 0], Oracle.Evaluate(graph, inputs)["Y"].Values.ToArray());
    }

    [Fact]
    public void A_function_on_a_shared_operand_of_a_contraction_is_applied_once()
    {
        var graph = Oracle.Graph("""
            chain mlp(m = 5, k = 6, n = 40) {
              input X: f32[m, k]
              input W: f32[k, n]
              output Y: f32[m, n] = sum[k](gelu(X[m, k]) * W[k, n])
            }
            """);
        var inputs = RandomInputs.Create(graph, 3);
        Assert.Equal(5 * 6 * 40 + 5 * 6, SliceChooser.MultiplyAdds(graph, Slice.Everything));

        var (x, w) = (inputs["X"].ToDoubles(), inputs["W"].ToDoubles());
        var gelu = Oracle.Run("chain c(m = 5, k = 6) { input X: f32[m, k] output G: f32[m, k] = gelu(X[m, k]) }", ("X", x));
        var expected =
            from m in Enumerable.Range(0, 5)
            from n in Enumerable.Range(0, 40)
            select Enumerable.Range(0, 6).Sum(k => gelu[m * 6 + k] * w[k * 40 + n]);
        Oracle.AssertClose([.. expected], Oracle.Evaluate(graph, inputs)["Y"].Values.ToArray(), 1e-12);
    }

    [Fact]
    public void What_no_output_needs_is_not_computed()
    {
        const string Text = "chain c(m = 1, t = 2) { input X: f32[m] input i: i32[m] Dead[m] = Y[i[m]] Y[t] = t output O: f32[m] = X[m] }";
        Assert.Equal([2], Oracle.Run(Text, ("X", [2]), ("i", [9])));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    [InlineData(1L << 40)]
    public void A_gathered_index_outside_of_its_dimension_is_reported_with_its_place(long value)
    {
        var error = Assert.Throws<DiagnosticException>(() => Oracle.Run(
            "chain c(m = 2, n = 2, t = 8) { input W: f32[t] input at: i64[m, n] output O: f32[m, n] = W[at[m, n]] }",
            ("W", new double[8]), ("at", [0, 7, value, value])));
        Assert.Equal((ExitCode.InvalidInput, InterpreterCodes.IndexOutside), (error.ExitCode, Assert.Single(error.Diagnostics).Code));
        Assert.Contains($"index at[m, n] of W[at[m, n]] is {(double)value} at m = 1, n = 0, outside of 0..7", error.Message);
    }

    [Fact]
    public void Missing_and_mismatched_inputs_are_refused()
    {
        var graph = Oracle.Graph("chain c(m = 2) { input X: f32[m] output Y: f32[m] = X[m] }");
        AssertCode(InterpreterCodes.InputMissing, () => Oracle.Evaluate(graph, []));
        foreach (var wrong in new[] { new TensorData("X", DataType.F16, [2]), new TensorData("X", DataType.F32, [2, 1]) })
            AssertCode(InterpreterCodes.InputMismatch, () => Oracle.Evaluate(graph, new() { ["X"] = wrong }));
    }

    [Fact]
    public void An_intermediate_beyond_memory_is_refused()
    {
        var graph = Oracle.Graph("""
            chain c(m = 1048576, n = 1048576) {
              input X: f32[m]
              P[m, n] = exp(X[m] * n)
              output Y: f32[m] = sum[n](P[m, n])
            }
            """);
        AssertCode(InterpreterCodes.ReferenceTooLarge, () => Oracle.Evaluate(graph, RandomInputs.Create(graph, 0)));
    }

    [Fact]
    public void Evaluation_can_be_cancelled()
    {
        var graph = Oracle.Graph(Attention);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var inputs = RandomInputs.Create(graph, 0);
        Assert.Throws<OperationCanceledException>(() => GraphInterpreter.Evaluate(graph, inputs, null, cancelled.Token));
    }

    private static void AssertCode(string code, Action action) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<DiagnosticException>(action).Diagnostics).Code);

    private static void AssertAttention(Dictionary<string, TensorData> inputs, int b, int m, int n, int k, int h, double[] actual)
    {
        var (q, key, v) = (inputs["Q"].ToDoubles(), inputs["K"].ToDoubles(), inputs["V"].ToDoubles());
        var expected = new double[b * m * h];
        for (var x = 0; x < b; x++)
        for (var i = 0; i < m; i++)
        {
            var weights = new double[n];
            for (var j = 0; j < n && j <= i + 2; j++)
            {
                var dot = 0.0;
                for (var l = 0; l < k; l++) dot += q[(x * m + i) * k + l] * key[(x * n + j) * k + l];
                weights[j] = Math.Exp(dot / Math.Sqrt(k));
            }

            for (var c = 0; c < h; c++)
            for (var j = 0; j < n; j++)
                expected[(x * m + i) * h + c] += weights[j] / weights.Sum() * v[(x * n + j) * h + c];
        }

        Oracle.AssertClose(expected, actual, 1e-11);
    }
}
