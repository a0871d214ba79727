using MCFuser.Codegen.Interpreter;

namespace MCFuser.Tests.Codegen.Interpreter;

public class SliceChooserTests
{
    private const string Attention = """
        chain attention(b = 12, m = 1021, n = 1000, k = 64, h = 80) {
          input Q: f16[b, m, k]
          input K: f16[b, n, k]
          input V: f16[b, n, h]
          S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
          P[b, m, n] = softmax[n](S[b, m, n])
          output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        }
        """;

    [Fact]
    public void A_graph_within_the_budget_is_computed_whole()
    {
        var graph = Oracle.Graph("chain c(m = 10, k = 10) { input X: f32[m, k] output Y: f32[m] = sum[k](X[m, k]) }");
        Assert.Equal(Slice.Everything, SliceChooser.Choose(graph, 100));
        Assert.NotEqual(Slice.Everything, SliceChooser.Choose(graph, 99));
    }

    [Theory]
    [InlineData(2e8)]
    [InlineData(2e7)]
    [InlineData(3e6)]
    public void A_slice_uses_the_budget_and_meets_the_edges(double budget)
    {
        var graph = Oracle.Graph(Attention);
        var slice = SliceChooser.Choose(graph, budget, 1, new Dictionary<string, long> { ["m"] = 64, ["h"] = 64 });
        Assert.InRange(SliceChooser.MultiplyAdds(graph, slice), budget / 8, budget);
        foreach (var axis in new[] { "b", "m", "h" })
        {
            var positions = slice.Axes[axis];
            Assert.Equal(graph.Extent(axis) - 1, positions[positions.Count - 1]);
            Assert.Equal(0, positions[0]);
        }

        Assert.True(slice.Axes["m"].OrdinalOf(1021 / 64 * 64) >= 0);
        Assert.True(slice.Axes["m"].OrdinalOf(1021 / 64 * 64 - 1) >= 0);
        Assert.True(slice.Axes["h"].OrdinalOf(64) >= 0);
    }

    [Fact]
    public void Random_positions_lie_inside_and_outside_of_the_last_tile()
    {
        var slice = SliceChooser.Choose(Oracle.Graph(Attention), 2e8, 1, new Dictionary<string, long> { ["m"] = 128 });
        var m = slice.Axes["m"].Select(p => p).ToList();
        Assert.InRange(m.Count(p => p >= 896), m.Count / 3, 125);
        Assert.InRange(m.Count(p => p is > 0 and < 895), m.Count / 4, m.Count);
    }

    [Fact]
    public void The_seed_decides()
    {
        var graph = Oracle.Graph(Attention);
        string Text(ulong seed) => string.Join(";", SliceChooser.Choose(graph, 2e7, seed).Axes.Select(a => $"{a.Key}: {a.Value}"));
        Assert.Equal(Text(3), Text(3));
        Assert.NotEqual(Text(3), Text(4));
    }

    [Fact]
    public void The_smallest_slice_is_the_last_position_of_every_axis()
    {
        var slice = SliceChooser.Choose(Oracle.Graph(Attention), 1);
        Assert.Equal([11, 79, 1020], slice.Axes.Values.Select(p => Assert.Single(p.Select(v => v))));
    }

    [Fact]
    public void A_graph_without_output_axes_is_computed_whole()
    {
        var graph = Oracle.Graph("chain c(m = 1000) { input X: f32[m] output Y: f32[] = sum[m](X[m]) }");
        Assert.Equal(Slice.Everything, SliceChooser.Choose(graph, 10));
    }
}
