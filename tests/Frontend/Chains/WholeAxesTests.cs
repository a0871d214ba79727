using MCFuser.Frontend.Chains;
using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class WholeAxesTests
{
    [Theory]
    [InlineData("output O: f32[m, h] = sum[n](P[m, n] * V[n, h])", "")]
    [InlineData("output O: f32[m, h] = sum[n](2 * -P[m, n] * w[n] * V[n, h])", "")]
    [InlineData("output O: f32[m] = sum[n](P[m, n] / w[n])", "")]
    [InlineData("E[m, n] = P[m, n] * w[n]\noutput O: f32[m, h] = sum[n](E[m, n] * V[n, h])", "")]
    [InlineData("output O: f32[m, n] = P[m, n]", "n")]
    [InlineData("output E: f32[m, n] = P[m, n] * w[n]\noutput O: f32[m, h] = sum[n](E[m, n] * V[n, h])", "n")]
    [InlineData("output O: f32[m, h] = sum[n](exp(P[m, n]) * V[n, h])", "n")]
    [InlineData("output O: f32[m, h] = sum[n]((P[m, n] + 1) * V[n, h])", "n")]
    [InlineData("output O: f32[m] = sum[n](P[m, n] * P[m, n])", "n")]
    [InlineData("output O: f32[m] = max[n](P[m, n])", "n")]
    public void A_softmax_is_online_if_only_sums_over_its_axis_take_it_as_a_factor(string rest, string whole) =>
        Assert.Equal(whole, string.Join(' ', WholeAxes.Of(Kernel("m = 64, n = 64, h = 16", $$"""
            input X: f32[m, n]
            input V: f32[n, h]
            input w: f32[n]
            P[m, n] = softmax[n](X[m, n])
            {{rest}}
            """))));

    [Theory]
    [InlineData("output y: f32[m] = sum[n](X[m, n])", "")]
    [InlineData("output y: f32[m, n] = X[m, n] / sum[n](X[m, n])", "n")]
    [InlineData("L[m] = max[n](X[m, n])\noutput y: f32[m] = sum[n](exp(X[m, n] - L[m]))", "n")]
    [InlineData("output y: f32[m] = max[n](X[m, n]) - min[n](X[m, n])", "")]
    public void A_reduction_keeps_an_axis_whole_if_a_later_step_runs_over_it_again(string rest, string whole) =>
        Assert.Equal(whole, string.Join(' ', WholeAxes.Of(Kernel("m = 64, n = 64", $"input X: f32[m, n]\n{rest}"))));
}
