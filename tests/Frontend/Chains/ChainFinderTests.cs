using MCFuser.Core;
using MCFuser.Frontend.Chains;
using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class ChainFinderTests
{
    [Fact]
    public void Attention_is_one_kernel_with_the_graphs_name()
    {
        var plan = ChainFinder.Find(Attention, FusionMode.Always);
        Assert.Equal("""
            operator chain g
              batch b = 12
              outer m = 512
              spatial h = 64
              reduction n = 512, k = 64
              input Q: f16[b, m, k]
              input K: f16[b, n, k]
              input V: f16[b, n, h]
              S: f32[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
              P: f32[b, m, n] = softmax[n](S[b, m, n] / sqrt(64))
              output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])

            """, Assert.Single(plan.Kernels).ToString());
        Assert.Empty(plan.Left);
    }

    [Fact]
    public void Auto_finds_the_chains_of_always()
    {
        foreach (var graph in new[] { Attention, GraphNetwork, LayerNormGemm })
            Assert.Equal(ChainFinder.Find(graph, FusionMode.Always), ChainFinder.Find(graph, FusionMode.Auto));
    }

    [Fact]
    public void A_judge_may_keep_contractions_apart_in_auto()
    {
        var asked = new List<string>();
        var plan = ChainFinder.Find(Attention, FusionMode.Auto, (producer, consumer, joined) =>
        {
            asked.Add($"{producer.Steps[^1].Target.Name} {consumer.Steps[0].Target.Name} {joined.Steps.Count}");
            return false;
        });
        Assert.Equal(["S P", "O"], plan.Kernels.Select(k => string.Join(' ', k.Steps.Select(s => s.Target.Name))));
        Assert.Equal(["P O 3"], asked);
        Assert.Equal("two kernels are estimated to be faster", plan.Left[0].Reason);
        Assert.Single(ChainFinder.Find(Attention, FusionMode.Always, (_, _, _) => false).Kernels);
    }

    [Fact]
    public void A_graph_network_breaks_where_names_change()
    {
        var plan = ChainFinder.Find(GraphNetwork, FusionMode.Always);
        Assert.Equal("T H.1 H | Z Y", Groups(GraphNetwork, FusionMode.Always));
        Assert.Equal(["g_0", "g_1"], plan.Kernels.Select(k => k.Name));
        Assert.Equal([new LeftAlone("H", "H is read with renamed axes: H[j, c]")], plan.Left);
        Assert.Equal("H: f32[i, c]", $"{plan.Kernels[1].Inputs[^1].Name}: f32[{string.Join(", ", plan.Kernels[1].Inputs[^1].Axes)}]");
    }

    [Theory]
    [InlineData("H[n, m]", "with permuted axes: H[n, m]")]
    [InlineData("H[p, n]", "with renamed axes: H[p, n]")]
    [InlineData("H[3, n]", "at a constant index: H[3, n]")]
    [InlineData("H[m + 0, n]", "at a computed index: H[m + 0, n]")]
    [InlineData("H[id[m], n]", "through an index tensor: H[id[m], n]")]
    public void A_step_that_is_not_read_at_its_own_axes_goes_to_memory(string read, string reason)
    {
        var graph = Read("m = 16, n = 16, p = 16, k = 16", $$"""
            input A: f32[m, k]
            input B: f32[k, n]
            input id: i32[m]
            H[m, n] = sum[k](A[m, k] * B[k, n])
            output Y: f32[m, n, p] = {{read}} * p
            """);
        Assert.Equal("H | Y", Groups(graph, FusionMode.Always));
        Assert.Equal(new LeftAlone("H", "H is read " + reason), ChainFinder.Find(graph, FusionMode.Always).Left[0]);
    }

    [Fact]
    public void Layer_norm_joins_a_gemm_while_its_axis_fits()
    {
        Assert.Equal("M R.1 R N Y", Groups(LayerNormGemm, FusionMode.Always));
        Assert.Equal(["d"], WholeAxes.Of(ChainFinder.Find(LayerNormGemm, FusionMode.Always).Kernels[0]));
    }

    [Fact]
    public void A_whole_axis_may_not_be_long()
    {
        const string lines = """
            input A: f16[m, k]
            input B: f16[k, n]
            S[m, n] = sum[k](A[m, k] * B[k, n])
            output P: f16[m, n] = softmax[n](S[m, n])
            """;
        Assert.Equal("S P", Groups("m = 64, n = 8192, k = 64", lines));
        Assert.Equal("S | P", Groups("m = 64, n = 8193, k = 64", lines));
        Assert.Equal(
            "n = 8193 would have to stay whole; the most is 8192",
            ChainFinder.Find(Read("m = 64, n = 8193, k = 64", lines), FusionMode.Always).Left[0].Reason);
    }

    [Fact]
    public void A_softmax_that_enters_sums_only_is_as_long_as_it_likes() =>
        Assert.Equal("S P O", Groups("m = 64, n = 100000, k = 64, h = 64", """
        input Q: f16[m, k]
        input K: f16[n, k]
        input V: f16[n, h]
        S[m, n] = sum[k](Q[m, k] * K[n, k])
        P[m, n] = softmax[n](S[m, n])
        output O: f16[m, h] = sum[n](P[m, n] * V[n, h])
        """));

    [Fact]
    public void At_most_four_contractions_share_a_kernel() =>
        Assert.Equal("B C D E | F", Groups("m = 64, a = 64, b = 64, c = 64, d = 64, e = 64, f = 64", """
        input A: f16[m, a]
        input Wb: f16[a, b]
        input Wc: f16[b, c]
        input Wd: f16[c, d]
        input We: f16[d, e]
        input Wf: f16[e, f]
        B[m, b] = sum[a](A[m, a] * Wb[a, b])
        C[m, c] = sum[b](B[m, b] * Wc[b, c])
        D[m, d] = sum[c](C[m, c] * Wd[c, d])
        E[m, e] = sum[d](D[m, d] * We[d, e])
        output F: f16[m, f] = sum[e](E[m, e] * Wf[e, f])
        """));

    [Fact]
    public void The_largest_results_are_kept_out_of_memory_first() =>
        Assert.Equal("B | C D E F", Groups("m = 64, a = 64, b = 16, c = 64, d = 64, e = 64, f = 64", """
        input A: f16[m, a]
        input Wb: f16[a, b]
        input Wc: f16[b, c]
        input Wd: f16[c, d]
        input We: f16[d, e]
        input Wf: f16[e, f]
        B[m, b] = sum[a](A[m, a] * Wb[a, b])
        C[m, c] = sum[b](B[m, b] * Wc[b, c])
        D[m, d] = sum[c](C[m, c] * Wd[c, d])
        E[m, e] = sum[d](D[m, d] * We[d, e])
        output F: f16[m, f] = sum[e](E[m, e] * Wf[e, f])
        """));

    [Fact]
    public void A_kernel_needs_no_result_that_is_made_from_its_own()
    {
        // D reads C on chip but also a copy of it that has to be in memory: no kernel can hold C and D.
        var graph = Read("m = 16, n = 16, k = 16, j = 16", """
            input A: f32[m, k]
            input B: f32[k, n]
            C[m, n] = sum[k](A[m, k] * B[k, n])
            T[m, n] = C[n, m]
            output D: f32[m, n] = C[m, n] + T[m, n]
            """);
        Assert.Equal("C | T D", Groups(graph, FusionMode.Always));
    }

    [Fact]
    public void Parts_that_share_nothing_are_kernels_of_their_own() => Assert.Equal("Y | Z", Groups("m = 16, n = 16, k = 16", """
        input A: f32[m, k]
        input B: f32[k, n]
        output Y: f32[m, n] = sum[k](A[m, k] * B[k, n])
        output Z: f32[m] = max[k](A[m, k])
        """));

    [Fact]
    public void A_chain_keeps_an_axis_for_the_grid()
    {
        // Each part has rows of its own to run in parallel; together they have none that both outputs know.
        var graph = Read("m = 64, n = 64, k = 64, h = 64", """
            input A: f16[m, k]
            input B: f16[k, n]
            input D: f16[m, h]
            output C: f16[m, n] = sum[k](A[m, k] * B[k, n])
            output E: f16[n, h] = sum[m](C[m, n] * D[m, h])
            """);
        Assert.Equal("C E", Groups(graph, FusionMode.Always));
        var transposed = Read("m = 64, n = 64, k = 64, h = 64, p = 64", """
            input A: f16[m, k]
            input B: f16[k, n]
            input D: f16[m, n, h]
            output C: f16[m, n] = sum[k](A[m, k] * B[k, n])
            output E: f16[h] = sum[m, n](C[m, n] * D[m, n, h])
            """);
        Assert.Equal("C | E", Groups(transposed, FusionMode.Always));
        var left = ChainFinder.Find(transposed, FusionMode.Always).Left;
        Assert.Contains(new LeftAlone("C", "no axis would be left to run in parallel"), left);
    }

    [Fact]
    public void What_no_output_needs_is_left_out()
    {
        var plan = ChainFinder.Find(Read("m = 16", """
            input x: f32[m]
            a[m] = exp(x[m])
            output y: f32[m] = log(x[m])
            """), FusionMode.Always);
        Assert.Equal(["y"], Assert.Single(plan.Kernels).Steps.Select(s => s.Target.Name));
        Assert.Equal(new LeftAlone("a", "no output needs it"), plan.Left[0]);
    }

    [Fact]
    public void Two_layers_of_attention_with_residuals()
    {
        var graph = Read("a = 4, m = 128, n = 128, k = 32, d = 64", """
            input  X: f16[m, d]
            input  Wq: f16[d, a, k]
            input  Wk: f16[d, a, k]
            input  Wv: f16[d, a, k]
            input  Wo: f16[a, k, d]
            Q[a, m, k] = sum[d](X[m, d] * Wq[d, a, k])
            K[a, n, k] = sum[d](X[n, d] * Wk[d, a, k])
            V[a, n, k] = sum[d](X[n, d] * Wv[d, a, k])
            S[a, m, n] = sum[k](Q[a, m, k] * K[a, n, k])
            P[a, m, n] = softmax[n](S[a, m, n] / sqrt(extent(k)))
            O[a, m, k] = sum[n](P[a, m, n] * V[a, n, k])
            Y[m, d] = X[m, d] + sum[a, k](O[a, m, k] * Wo[a, k, d])
            Q2[a, m, k] = sum[d](Y[m, d] * Wq[d, a, k])
            K2[a, n, k] = sum[d](Y[n, d] * Wk[d, a, k])
            V2[a, n, k] = sum[d](Y[n, d] * Wv[d, a, k])
            S2[a, m, n] = sum[k](Q2[a, m, k] * K2[a, n, k])
            P2[a, m, n] = softmax[n](S2[a, m, n] / sqrt(extent(k)))
            O2[a, m, k] = sum[n](P2[a, m, n] * V2[a, n, k])
            output Z: f16[m, d] = Y[m, d] + sum[a, k](O2[a, m, k] * Wo[a, k, d])
            """);
        Assert.Equal("Q | K | V | S P O | Y.1 Y Q2 | K2 | V2 | S2 P2 O2 | Z.1 Z", Groups(graph, FusionMode.Always));
        var left = ChainFinder.Find(graph, FusionMode.Always).Left.ToDictionary(l => l.Tensor, l => l.Reason);
        Assert.StartsWith("Y is read with renamed axes: Y[n, d]", left["Y"], StringComparison.Ordinal);
        Assert.Equal("the chain would lose axis m from the grid", left["K"]);
        Assert.Equal("the chain would lose axis a from the grid", left["O"]);
    }

    [Theory]
    [InlineData("sum[k](A[m, k] * B[k, n])", "max[n](T[m, n])", "f16")]
    [InlineData("-sum[k](A[m, k] * B[k, n]) / sqrt(extent(k))", "max[n](T[m, n])", "f16")]
    [InlineData("softmax[n](A[m, n])", "max[n](T[m, n])", "f16")]
    [InlineData("gelu(sum[k](A[m, k] * B[k, n]) + A[m, n])", "sum[n](T[m, n] * B[m, n])", "f16")]
    [InlineData("gelu(sum[k](A[m, k] * B[k, n]) + A[m, n])", "sum[n](exp(T[m, n]) * B[m, n])", "f32")]
    [InlineData("sum[k](A[m, k] * B[k, n]) - 1000000", "max[n](T[m, n])", "f32")]
    [InlineData("sum[k](A[m, k] + B[k, n])", "max[n](T[m, n])", "f32")]
    public void Results_between_kernels_have_the_operand_type_where_f32_is_not_needed(string value, string reader, string type)
    {
        var graph = Read("m = 16, n = 16, k = 16", $$"""
            input A: f16[m, k]
            input B: f16[k, n]
            T[m, n] = {{value}}
            output R: f32[m] = {{reader}}
            """);
        Assert.Equal(type, ChainFinder.Find(graph, FusionMode.Never).Kernels[^1].FindInput("T")!.Type.Text());
    }

    [Theory]
    [InlineData("f16", "f16", "f16")]
    [InlineData("bf16", "bf16", "bf16")]
    [InlineData("f16", "bf16", "f32")]
    [InlineData("f16", "f32", "f32")]
    public void The_operand_type_is_the_widest_float_type_of_the_inputs(string a, string b, string type) =>
        Assert.Equal(type, StorageTypes.OperandType(Read("m = 16, n = 16, k = 16", $$"""
            input A: {{a}}[m, k]
            input B: {{b}}[k, n]
            input id: i32[m]
            output C: f32[m, n] = sum[k](A[id[m], k] * B[k, n])
            """)).Text());

    [Fact]
    public void Truth_values_are_stored_as_such()
    {
        var plan = ChainFinder.Find(Read("m = 16, n = 16", """
            input x: f32[m]
            T[m] = x[m] > 0
            output y: f32[m, n] = where(T[n], x[m], 1)
            """), FusionMode.Always);
        Assert.Equal(DataType.Bool, plan.Kernels[1].FindInput("T")!.Type);
    }
}
