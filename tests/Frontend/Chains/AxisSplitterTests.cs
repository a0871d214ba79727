using MCFuser.Frontend.Chains;
using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class AxisSplitterTests
{
    [Fact]
    public void An_axis_that_is_summed_before_it_is_a_result_is_two_loops()
    {
        var chain = Kernel("m = 64, d = 256, f = 1024", """
            input X: f16[m, d]
            input U: f16[d, f]
            input D: f16[f, d]
            H[m, f] = relu(sum[d](X[m, d] * U[d, f]))
            output Y: f16[m, d] = sum[f](H[m, f] * D[f, d]) + X[m, d]
            """);
        Assert.Equal("""
            operator chain g
              outer m = 64
              spatial d = 256
              reduction d_1 = 256, f = 1024
              input X: f16[m, d]
              input U: f16[d, f]
              input D: f16[f, d]
              H.1: f32[m, f] = sum[d_1](X[m, d_1] * U[d_1, f])
              H: f32[m, f] = relu(H.1[m, f])
              Y.1: f32[m, d] = sum[f](H[m, f] * D[f, d])
              output Y: f16[m, d] = Y.1[m, d] + X[m, d]

            """, chain.ToString());
        Assert.Empty(WholeAxes.Of(chain));
    }

    [Fact]
    public void Attention_with_one_name_for_both_head_dimensions() =>
        Assert.Equal("Batch: b, Outer: m, Spatial: k, Reduction: n k_1", Roles("b = 12, m = 512, n = 512, k = 64", """
        input  Q: f16[b, m, k]
        input  K: f16[b, n, k]
        input  V: f16[b, n, k]
        S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
        P[b, m, n] = softmax[n](S[b, m, n])
        output O: f16[b, m, k] = sum[n](P[b, m, n] * V[b, n, k])
        """));

    [Fact]
    public void Operands_that_are_shared_keep_their_axis() =>
        Assert.Equal("Outer: m, Spatial: h, Reduction: k n", Roles(Assert.Single(ChainFinder.Find(GatedMlp, FusionMode.Always).Kernels)));

    [Fact]
    public void A_second_pass_of_a_memory_intensive_kind_keeps_its_axis()
    {
        var chain = Kernel("m = 64, d = 256", """
            input X: f16[m, d]
            M[m] = mean[d](X[m, d])
            output Y: f16[m, d] = X[m, d] - M[m]
            """);
        Assert.Equal("Reduction: d", Roles(chain)[^"Reduction: d".Length..]);
        Assert.Equal(["d"], WholeAxes.Of(chain));
    }

    [Fact]
    public void A_layer_norm_after_a_gemm_is_apart_from_the_one_before_it()
    {
        var chain = Kernel("m = 64, d = 256, d_1 = 32", """
            input X: f16[m, d]
            input W: f16[d, d_1]
            input V: f16[d_1, d]
            N[m, d] = X[m, d] - mean[d](X[m, d])
            H[m, d_1] = sum[d](N[m, d] * W[d, d_1])
            Y[m, d] = sum[d_1](H[m, d_1] * V[d_1, d])
            output Z: f16[m, d] = Y[m, d] - mean[d](Y[m, d])
            """);
        Assert.Equal(["d_2", "d"], WholeAxes.Of(chain));
        Assert.Equal("N.1 N H", string.Join(' ', chain.Steps.Where(s => s.Loops.Contains("d_2")).Select(s => s.Target.Name)));
    }

    [Fact]
    public void A_symbol_is_one_axis() => Assert.Equal("Outer: m, Reduction: d f", Roles("m = 64, d = 1..256, f = 1024", """
        input X: f16[m, d]
        input U: f16[d, f]
        input D: f16[f, d]
        H[m, f] = relu(sum[d](X[m, d] * U[d, f]))
        output Y: f16[m, d] = sum[f](H[m, f] * D[f, d])
        """));
}
