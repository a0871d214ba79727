using MCFuser.Frontend.Chains;
using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class UnfusedFormTests
{
    [Fact]
    public void Attention_is_three_kernels() => Assert.Equal("S | P | O", Groups(Attention, FusionMode.Never));

    [Fact]
    public void Gated_mlp_multiplies_in_a_kernel_of_its_own() => Assert.Equal("A.1 | A.2 | A | Y", Groups(GatedMlp, FusionMode.Never));

    [Fact]
    public void Layer_norm() => Assert.Equal("M | R.1 R | N | Y", Groups(LayerNormGemm, FusionMode.Never));

    [Fact]
    public void Maps_of_one_result_follow_it() => Assert.Equal("H.1 H | Y.1 Y", Groups("m = 16, k = 16, n = 16, h = 16", """
        input X: f16[m, k]
        input U: f16[k, n]
        input D: f16[n, h]
        input b: f16[n]
        H[m, n] = gelu(sum[k](X[m, k] * U[k, n]) + b[n])
        output Y: f16[m, h] = sum[n](H[m, n] * D[n, h]) + X[m, h]
        """, FusionMode.Never));

    [Fact]
    public void Maps_of_inputs_go_before_the_contraction_that_they_feed() => Assert.Equal("F G O", Groups("m = 16, k = 16, n = 16", """
        input A: f16[m, k]
        input B: f16[k, n]
        F[m, k] = relu(A[m, k])
        G[m, k] = F[m, k] + 0.01
        output O: f16[m, n] = sum[k](G[m, k] * B[k, n])
        """, FusionMode.Never));

    [Fact]
    public void Maps_go_before_the_softmax_that_they_feed() => Assert.Equal("S T | U | M P", Groups("m = 16, k = 16, n = 16", """
        input A: f16[m, k]
        input B: f16[k, n]
        S[m, n] = sum[k](A[m, k] * B[k, n])
        T[m, n] = S[m, n] / 4
        U[m, n] = sum[k](A[m, k] * B[k, n] * k)
        M[m, n] = T[m, n] + U[m, n]
        output P: f16[m, n] = softmax[n](M[m, n])
        """, FusionMode.Never));

    [Fact]
    public void Reductions_have_kernels_of_their_own() => Assert.Equal("S | R", Groups("b = 4, m = 16, k = 16, n = 16", """
        input  Q: f16[m, k]
        input  D: f16[b, n, k]
        S[b, m, n] = sum[k](Q[m, k] * D[b, n, k])
        output R: f32[b, m] = max[n](S[b, m, n])
        """, FusionMode.Never));
}
