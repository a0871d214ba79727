using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Chains;
using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class AxisRolesTests
{
    [Fact]
    public void Gemm_chain() =>
        Assert.Equal("Batch: b, Outer: m, Spatial: h, Reduction: n k", Roles(Only(GemmChain(4, 1024, 1024, 128, 128))));

    [Fact]
    public void Attention_has_the_roles_of_a_gemm_chain() =>
        Assert.Equal("Batch: b, Outer: m, Spatial: h, Reduction: n k", Roles(Only(Attention)));

    [Fact]
    public void Grouped_query_attention_has_a_second_outer_axis_on_the_grid() =>
        Assert.Equal("Batch: b g r, Outer: m, Spatial: h, Reduction: n k", Roles(
            "b = 2, g = 4, r = 4, m = 256, n = 256, k = 64, h = 64", """
            input  Q: f16[b, g, r, m, k]
            input  K: f16[b, g, n, k]
            input  V: f16[b, g, n, h]
            S[b, g, r, m, n] = sum[k](Q[b, g, r, m, k] * K[b, g, n, k])
            P[b, g, r, m, n] = softmax[n](S[b, g, r, m, n] / sqrt(extent(k)))
            output O: f16[b, g, r, m, h] = sum[n](P[b, g, r, m, n] * V[b, g, n, h])
            """));

    [Theory]
    [InlineData("b = 8, m = 512", "Batch: b, Outer: m")]
    [InlineData("b = 512, m = 8", "Batch: m, Outer: b")]
    [InlineData("b = 64, m = 64", "Batch: m, Outer: b")]
    public void With_shared_weights_the_larger_of_batch_and_rows_is_written(string axes, string expected) =>
        Assert.Equal(expected + ", Spatial: h, Reduction: k n", Roles(axes + ", k = 512, n = 2048, h = 512", """
            input X: f16[b, m, k]
            input U: f16[k, n]
            input D: f16[n, h]
            H[b, m, n] = gelu(sum[k](X[b, m, k] * U[k, n]))
            output Y: f16[b, m, h] = sum[n](H[b, m, n] * D[n, h])
            """));

    [Fact]
    public void Gated_mlp() => Assert.Equal("Outer: m, Spatial: h, Reduction: k n", Roles(Only(GatedMlp)));

    [Fact]
    public void Three_gemms() =>
        Assert.Equal("Outer: m, Spatial: p, Reduction: k n h", Roles("m = 512, k = 64, n = 256, h = 128, p = 64", """
        input  A: f16[m, k]
        input  B: f16[k, n]
        input  D: f16[n, h]
        input  F: f16[h, p]
        C[m, n] = sum[k](A[m, k] * B[k, n])
        E[m, h] = sum[n](C[m, n] * D[n, h])
        output G: f16[m, p] = sum[h](E[m, h] * F[h, p])
        """));

    [Fact]
    public void Linear_attention_is_associated_to_the_right() =>
        Assert.Equal("Batch: b, Spatial: m h, Reduction: n k", Roles("b = 12, m = 512, n = 512, k = 64, h = 64", """
            input  Q: f16[b, m, k]
            input  K: f16[b, n, k]
            input  V: f16[b, n, h]
            F[b, m, k] = relu(Q[b, m, k]) + 0.01
            G[b, n, k] = relu(K[b, n, k]) + 0.01
            S[b, k, h] = sum[n](G[b, n, k] * V[b, n, h])
            Z[b, k] = sum[n](G[b, n, k])
            output O: f16[b, m, h] = sum[k](F[b, m, k] * S[b, k, h]) / sum[k](F[b, m, k] * Z[b, k])
            """));

    [Fact]
    public void Right_association_without_a_normaliser_has_the_columns_outside() =>
        Assert.Equal("Batch: b, Outer: h, Spatial: m, Reduction: n k", Roles("b = 12, m = 512, n = 512, k = 64, h = 64", """
            input  Q: f16[b, m, k]
            input  K: f16[b, n, k]
            input  V: f16[b, n, h]
            S[b, k, h] = sum[n](K[b, n, k] * V[b, n, h])
            output O: f16[b, m, h] = sum[k](Q[b, m, k] * S[b, k, h])
            """));

    [Theory]
    [InlineData("b = 32, m = 64", "Outer: m, Spatial: b")]
    [InlineData("b = 128, m = 64", "Outer: b, Spatial: m")]
    public void Row_maximum_similarity(string axes, string expected) =>
        Assert.Equal(expected + ", Reduction: n k", Roles(axes + ", n = 256, k = 128", """
        input  Q: f16[m, k]
        input  D: f16[b, n, k]
        S[b, m, n] = sum[k](Q[m, k] * D[b, n, k])
        output R: f32[b, m] = max[n](S[b, m, n])
        """));

    [Fact]
    public void Lone_softmax() => Assert.Equal("Batch: b, Outer: m, Reduction: n", Roles("b = 2, m = 8, n = 16", """
        input X: f32[b, m, n]
        output P: f32[b, m, n] = softmax[n](X[b, m, n])
        """));

    [Fact]
    public void Lone_map_keeps_its_last_axis_off_the_grid() =>
        Assert.Equal("Batch: a, Outer: b, Spatial: c", Roles("a = 2, b = 8, c = 16", """
        input X: f32[a, b, c]
        output Y: f32[a, b, c] = relu(X[a, b, c])
        """));

    [Fact]
    public void Map_of_scalars() => Assert.Equal("", Roles("a = 2", """
        input x: f32[]
        output y: f32[] = relu(x)
        """));

    [Theory]
    [InlineData("m = 64, n = 32", "Outer: m, Spatial: n")]
    [InlineData("m = 32, n = 64", "Outer: n, Spatial: m")]
    [InlineData("m = 64, n = 64", "Outer: m, Spatial: n")]
    public void Lone_gemm_puts_its_larger_axis_outside(string axes, string expected) =>
        Assert.Equal(expected + ", Reduction: k", Roles(axes + ", k = 64", """
        input A: f16[m, k]
        input B: f16[k, n]
        output C: f16[m, n] = sum[k](A[m, k] * B[k, n])
        """));

    [Fact]
    public void Layer_norm_before_a_gemm() => Assert.Equal("Outer: f, Spatial: m, Reduction: d", Roles(Only(LayerNormGemm)));

    [Fact]
    public void An_axis_that_some_output_lacks_is_spatial() =>
        Assert.Equal("Outer: m, Spatial: n, Reduction: k", Roles("m = 32, n = 64, k = 64", """
        input A: f16[m, k]
        input B: f16[k, n]
        input x: f16[m]
        output s: f32[m] = exp(x[m])
        output C: f16[m, n] = sum[k](A[m, k] * B[k, n]) * s[m]
        """));

    [Fact]
    public void Multi_output_chain() => Assert.Equal("Outer: m, Spatial: h, Reduction: n k", Roles("m = 64, n = 64, k = 64, h = 32", """
        input A: f16[m, k]
        input B: f16[k, n]
        input D: f16[n, h]
        output C: f16[m, n] = sum[k](A[m, k] * B[k, n])
        output E: f16[m, h] = sum[n](C[m, n] * D[n, h])
        """));

    [Fact]
    public void An_axis_that_only_names_a_dimension_is_no_loop() =>
        Assert.Equal("Outer: m, Spatial: h, Dimension: v", Roles("m = 64, v = 1000, h = 32", """
        input T: f16[v, h]
        input id: i32[m]
        output E: f16[m, h] = T[id[m], h]
        """));

    private static OperatorChain Only(OperatorGraph graph) =>
        Assert.Single(ChainFinder.Find(graph, FusionMode.Always).Kernels);
}
