using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Tiling;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Rules;

namespace MCFuser.Tests.Tiling;

public class SearchSpaceTests
{
    [Fact]
    public void The_funnel_of_the_paper_is_exact()
    {
        var space = SearchSpace.Prune(Chains.TwoGemms(), Chains.A100);
        Assert.Equal(26, space.Expressions.Count);
        Assert.Equal(109_051_904, space.RawCandidates);
        Assert.Equal([20_971_520, 12_582_912, 37_632, 16_098, 15_616], space.Funnel.Select(r => r.Left));
        Assert.Equal([5, 3], space.Funnel.Take(2).Select(r => r.Classes!.Value));
        Assert.Equal(12_060, LiveCopies.Fitting(space, Chains.A100));
    }

    [Fact]
    public void Equal_programs_count_as_the_paper_does_at_each_rule()
    {
        // The whole product and the tiles of rule 3, before any limit of memory.
        Assert.Equal(20_195_264, Merged(AllClasses(), every: true));
        Assert.Equal(12_320_768, Merged(SearchSpace.Prune(Chains.TwoGemms(), Chains.A100).Classes, every: true));
        Assert.Equal(34_496, Merged(SearchSpace.Prune(Chains.TwoGemms(), Chains.A100).Classes, every: false));
    }

    [Fact]
    public void Counting_without_listing_equals_listing()
    {
        var chain = Chains.TwoGemms(160, 96, 64, 112);
        var device = Chains.A100 with { SharedBytesPerBlock = 20_000 };
        var space = SearchSpace.Prune(chain, device);
        var memory = new SharedMemory(chain, device);
        var fitting = 0L;
        foreach (var m in space.Sizes[0])
            foreach (var n in space.Sizes[1])
                foreach (var k in space.Sizes[2])
                    foreach (var h in space.Sizes[3])
                        if (2 * ((m * k) + (k * n) + (m * n) + (n * h) + (m * h)) <= device.SharedBytesPerBlock * 6 / 5) fitting++;
        Assert.True(fitting > 0 && fitting < space.Sizes.Aggregate(1L, (p, s) => p * s.Count));
        Assert.Equal(fitting * space.Classes.Count, space.Funnel[3].Left);
        Assert.Equal(fitting, TileCounts.Fitting(chain, space.Sizes, t => memory.Fits(t)).Values.Sum());
    }

    [Theory]
    [InlineData(1024, 14)]
    [InlineData(512, 8)]
    public void Rule_3_drops_what_pads_5_percent_or_more(long extent, int count) => Assert.Equal(count, Sizes(extent, Chains.A100).Count);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(49)]
    [InlineData(77)]
    [InlineData(100)]
    [InlineData(197)]
    [InlineData(257)]
    public void Rule_3_leaves_sizes_for_every_extent(long extent)
    {
        var sizes = Sizes(extent, Chains.A100);
        Assert.InRange(sizes.Count, 1, 8);
        Assert.All(sizes, s => Assert.Equal(0, s % 16));
        var least = Enumerable.Range(1, (int)((extent + 15) / 16)).Select(i => i * 16).Min(t => (extent + t - 1) / t * t);
        Assert.Contains(sizes, s => (extent + s - 1) / s * s == least);
    }

    [Fact]
    public void A_short_axis_is_its_own_tile_on_the_cpu_only()
    {
        Assert.Equal([7], Sizes(7, Chains.Cpu));
        Assert.Equal([16], Sizes(7, Chains.A100));
    }

    [Fact]
    public void An_axis_that_must_stay_whole_has_one_size()
    {
        var space = SearchSpace.Prune(Chains.NormalisedGemm(), Chains.A100);
        var n = space.Chain.TiledAxes.Select(a => a.Name).ToList().IndexOf("n");
        Assert.Equal([64], space.Sizes[n]);
        Assert.NotEmpty(space.Classes);
    }

    [Fact]
    public void Every_class_left_is_legal_where_every_loop_is_tiled()
    {
        foreach (var chain in new[] { Chains.ThreeGemms(), Chains.FourGemms(), Chains.GatedPair(), Chains.RightAssociated(), Chains.Attention() })
        {
            var tiles = string.Join(",", chain.TiledAxes.Select(a => $"{a.Name}=16"));
            foreach (var c in SearchSpace.Prune(chain, Chains.A100).Classes)
                Assert.Null(Legality.Problem(new ChainFlow(chain), Chains.Candidate(chain, c.Representative.ToString(), tiles)));
        }
    }

    private static MCFuser.Core.EquatableArray<int> Sizes(long extent, DeviceSpec device) =>
        Padding.Sizes(new ChainAxis("x", new ConstantExtent(extent), AxisRole.Spatial), device);

    private static MCFuser.Core.EquatableArray<MCFuser.Tiling.Expressions.ExpressionClass> AllClasses()
    {
        var chain = Chains.TwoGemms();
        return Deduplication.Apply(new ChainFlow(chain), MCFuser.Tiling.Expressions.ExpressionEnumerator.Enumerate(chain));
    }

    private static long Merged(MCFuser.Core.EquatableArray<MCFuser.Tiling.Expressions.ExpressionClass> classes, bool every)
    {
        var chain = Chains.TwoGemms();
        var flow = new ChainFlow(chain);
        var sizes = new MCFuser.Core.EquatableArray<MCFuser.Core.EquatableArray<int>>();
        sizes = [.. chain.TiledAxes.Select(a => every
            ? [.. Enumerable.Range(1, (int)a.Extent.Value / 16).Select(i => 16 * i)]
            : Padding.Sizes(a, Chains.A100))];
        return TileCounts.Fitting(chain, sizes, _ => true).Sum(f => f.Value * MCFuser.Tiling.Expressions.ExpressionClass.Group(
            flow, classes.Select(c => c.Representative), chain.TiledAxes.Where((_, i) => (f.Key & (1 << i)) != 0).Select(a => a.Name)).Count);
    }
}
