using MCFuser.Codegen.Interpreter;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Codegen.Interpreter;

public class SliceTests
{
    public static TheoryData<string> Names => [.. GraphTexts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_slice_equals_the_full_evaluation_at_its_positions(string name)
    {
        var graph = Oracle.Graph(GraphTexts.All[name]);
        var inputs = RandomInputs.Create(graph, 5);
        var full = Oracle.Evaluate(graph, inputs);
        for (ulong seed = 0; seed < 30; seed++)
        {
            var slice = RandomSlice(graph, seed);
            var part = Oracle.Evaluate(graph, inputs, slice);
            foreach (var output in part.Outputs)
            {
                var whole = full[output.Name].Values;
                for (var i = 0; i < output.Values.Length; i++)
                    Assert.Equal(whole.Span[(int)output.OffsetOf(i)], output.Values.Span[i], 1e-12);
                foreach (var (axis, positions) in output.Axes.Zip(output.Positions))
                    Assert.All(Positions(slice.Positions(axis, graph.Extent(axis))), p => Assert.True(positions.OrdinalOf(p) >= 0));
            }

            Assert.True(SliceChooser.MultiplyAdds(graph, slice) <= SliceChooser.MultiplyAdds(graph, Slice.Everything));
        }
    }

    [Fact]
    public void Only_the_needed_rows_of_intermediates_are_computed()
    {
        var graph = Oracle.Graph(GraphTexts.All["mlp"]);
        var slice = Slice.Everything.With("m", PositionSet.Of(23, [4, 22])).With("h", PositionSet.Of(9, [0, 3, 8]));
        const int TwoRows = 2 * 13 * 11 * 2 + 2 * 13;
        Assert.Equal(TwoRows + 2 * 3 * 13 + 2 * 3, SliceChooser.MultiplyAdds(graph, slice));
    }

    [Fact]
    public void Positions_and_offsets_of_a_slice_are_those_of_the_whole_output()
    {
        var graph = Oracle.Graph("chain c(m = 4, n = 5) { input X: f32[m, n] output Y: f32[n, m] = X[m, n] }");
        var x = Enumerable.Range(0, 20).Select(v => (double)v).ToArray();
        var slice = Slice.Everything.With("m", PositionSet.Of(4, [3, 1])).With("n", PositionSet.Of(5, [4, 0, 4]));
        var y = Oracle.Evaluate(graph, Oracle.Inputs(graph, ("X", x)), slice)["Y"];
        Assert.Equal([5, 15, 9, 19], y.Values.ToArray());
        Assert.Equal([1, 3, 17, 19], Enumerable.Range(0, 4).Select(i => y.OffsetOf(i)));
        Assert.Equal([4, 1], y.PositionOf(2));
        Assert.False(y.IsWhole);
        Assert.Equal([5, 4], y.Shape);
    }

    [Fact]
    public void Position_sets_are_sorted_distinct_and_in_range()
    {
        var set = PositionSet.Of(9, [7, 2, 7]);
        Assert.Equal([2, 7], Positions(set));
        Assert.Equal(1, set.OrdinalOf(7));
        Assert.True(set.OrdinalOf(3) < 0);
        Assert.True(PositionSet.Of(2, [1, 0]).IsAll);
        Assert.Equal([0, 2, 7], Positions(set.Union(PositionSet.Of(9, [0, 2]))));
        Assert.True(set.Union(PositionSet.All(9)).IsAll);
        Assert.Throws<ArgumentOutOfRangeException>(() => PositionSet.Of(9, [9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PositionSet.Of(9, [-1]));
    }

    private static IEnumerable<long> Positions(PositionSet set) => set.Select(p => p);

    private static Slice RandomSlice(OperatorGraph graph, ulong seed)
    {
        var slice = Slice.Everything;
        foreach (var axis in graph.Axes.Select(a => a.Name))
        {
            var (random, extent) = (SplitMix64.For(seed, axis), graph.Extent(axis));
            var count = (int)random.NextBetween(0, Math.Min(extent, 4));
            var positions = Enumerable.Range(0, count).Select(_ => random.NextBetween(0, extent - 1)).ToList();
            if (count > 0) slice = slice.With(axis, PositionSet.Of(extent, positions));
        }

        return slice;
    }
}
