using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class StepNormalizerTests
{
    [Fact]
    public void A_definition_that_is_one_operator_is_one_step() => Assert.Equal("""
        S: f32[m, n] = sum[k](A[m, k] * B[k, n])
        P: f32[m, n] = softmax[n](S[m, n] / sqrt(64))
        M: f32[m] = max[n](P[m, n])
        O: f32[m, n] = exp(P[m, n] - M[m])
        """, Steps("m = 8, n = 8, k = 64", """
        input A: f32[m, k]
        input B: f32[k, n]
        S[m, n] = sum[k](A[m, k] * B[k, n])
        P[m, n] = softmax[n](S[m, n] / sqrt(extent(k)))
        M[m] = max[n](P[m, n])
        output O: f32[m, n] = exp(P[m, n] - M[m])
        """));

    [Fact]
    public void What_is_nested_gets_a_step_of_its_own() => Assert.Equal("""
        Y.1: f32[m, n] = sum[k](X[m, k] * G[k, n])
        Y.2: f32[m, n] = sum[k](X[m, k] * U[k, n])
        Y: f16[m, n] = silu(Y.1[m, n]) * Y.2[m, n] + c[n]
        """, Steps("m = 8, n = 8, k = 64", """
        input X: f16[m, k]
        input G: f16[k, n]
        input U: f16[k, n]
        input c: f16[n]
        output Y: f16[m, n] = silu(sum[k](X[m, k] * G[k, n])) * sum[k](X[m, k] * U[k, n]) + c[n]
        """));

    [Fact]
    public void Nested_steps_come_innermost_first() => Assert.Equal("""
        O.1: f32[m, n] = sum[k](A[m, k] * B[k, n])
        O.2: f32[m, n] = softmax[n](O.1[m, n])
        O: f32[m, h] = sum[n](O.2[m, n] * V[n, h])
        """, Steps("m = 8, n = 8, k = 8, h = 8", """
        input A: f32[m, k]
        input B: f32[k, n]
        input V: f32[n, h]
        output O: f32[m, h] = sum[n](softmax[n](sum[k](A[m, k] * B[k, n])) * V[n, h])
        """));

    [Fact]
    public void The_same_operator_twice_in_a_definition_is_one_step() => Assert.Equal("""
        Y.1: f32[m] = sum[k](X[m, k])
        Y: f32[m] = Y.1[m] + exp(Y.1[m])
        """, Steps("m = 8, k = 8", """
        input X: f32[m, k]
        output Y: f32[m] = sum[k](X[m, k]) + exp(sum[k](X[m, k]))
        """));

    [Fact]
    public void An_axis_that_is_summed_may_be_free_outside() => Assert.Equal("""
        Y.1: f32[m] = sum[k](X[m, k])
        Y: f32[m, k] = X[m, k] / Y.1[m]
        """, Steps("m = 8, k = 8", """
        input X: f32[m, k]
        output Y: f32[m, k] = X[m, k] / sum[k](X[m, k])
        """));

    [Fact]
    public void A_result_that_is_broadcast_is_a_map_of_a_step() => Assert.Equal("""
        Y.1: f32[m] = sum[k](X[m, k] * Z[m, k])
        Y: f32[m, n] = Y.1[m]
        """, Steps("m = 8, n = 8, k = 8", """
        input X: f32[m, k]
        input Z: f32[m, k]
        output Y: f32[m, n] = sum[k](X[m, k] * Z[m, k])
        """));

    [Fact]
    public void A_definition_may_order_its_axes_as_it_likes() => Assert.Equal("""
        Y: f32[n, m] = sum[k](A[m, k] * B[k, n])
        """, Steps("m = 8, n = 8, k = 8", """
        input A: f32[m, k]
        input B: f32[k, n]
        output Y: f32[n, m] = sum[k](A[m, k] * B[k, n])
        """));

    [Fact]
    public void What_does_not_vary_in_the_sum_is_applied_after_it() => Assert.Equal("""
        Y.1: f32[m, n] = sum[k](A[m, k] * B[k, n])
        Y: f32[m, n] = -(Y.1[m, n] * 2 * g[n] / 8 / s[m])
        """, Steps("m = 8, n = 8, k = 8", """
        input A: f32[m, k]
        input B: f32[k, n]
        input g: f32[n]
        input s: f32[m]
        output Y: f32[m, n] = sum[k](2 * -A[m, k] * B[k, n] * g[n] / extent(k) / s[m])
        """));

    [Theory]
    [InlineData("A[m, k] * B[k, n] * w[k]", "(A[m, k] * w[k]) * B[k, n]")]
    [InlineData("w[k] * A[m, k] * B[k, n]", "(w[k] * A[m, k]) * B[k, n]")]
    [InlineData("A[m, k] * B[k, n] / w[k]", "(A[m, k] / w[k]) * B[k, n]")]
    [InlineData("A[m, k] * B[k, n] * where(k <= n, 1, 0)", "A[m, k] * (B[k, n] * where(k <= n, 1, 0))")]
    [InlineData("A[m, k] * A[m, k] * B[k, n]", "(A[m, k] * A[m, k]) * B[k, n]")]
    [InlineData("A[m, k] * B[k, n] * C[m, n, k]", "(A[m, k] * C[m, n, k]) * B[k, n]")]
    [InlineData("exp(A[m, k] + 1) * B[k, n]", "(exp(A[m, k] + 1)) * B[k, n]")]
    [InlineData("A[m, k] * B[k, n] / C[m, n, k]", "(A[m, k] * (1 / C[m, n, k])) * B[k, n]")]
    public void A_factor_joins_one_that_has_its_axes(string body, string factors) =>
        Assert.Equal($"Y: f32[m, n] = sum[k]({factors})", Steps("m = 8, n = 8, k = 8", $$"""
        input A: f32[m, k]
        input B: f32[k, n]
        input C: f32[m, n, k]
        input w: f32[k]
        output Y: f32[m, n] = sum[k]({{body}})
        """));

    [Theory]
    [InlineData("sum[k](A[m, k] * 2)")]
    [InlineData("sum[k](A[m, k] + A[m, k] * w[k])")]
    [InlineData("mean[k](A[m, k] * w[k])")]
    [InlineData("max[k](A[m, k] * w[k])")]
    [InlineData("sum[k](A[m, k] / w[k])")]
    public void Other_reductions_keep_their_body(string value) => Assert.Equal($"Y: f32[m] = {value}", Steps("m = 8, k = 8", $$"""
        input A: f32[m, k]
        input w: f32[k]
        output Y: f32[m] = {{value}}
        """));

    [Fact]
    public void A_product_with_one_factor_in_the_sum_is_a_contraction_too() => Assert.Equal("""
        Y: f32[m] = sum[k](A[m, k] * s[m])
        """, Steps("m = 8, k = 8", """
        input A: f32[m, k]
        input s: f32[m]
        output Y: f32[m] = sum[k](A[m, k] * s[m])
        """));

    [Fact]
    public void Extents_that_are_symbols_stay() => Assert.Equal("""
        Y: f32[m] = X[m] / extent(m)
        """, Steps("m = 1..64", """
        input X: f32[m]
        output Y: f32[m] = X[m] / extent(m)
        """));
}
