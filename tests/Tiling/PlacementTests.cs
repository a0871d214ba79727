using MCFuser.Tiling;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tests.Tiling;

public class PlacementTests
{
    private const string Tiled = "m=64,n=64,k=64,h=64";

    [Fact]
    public void Hoists_and_sinks_to_the_form_of_the_paper() =>
        Assert.Equal("mh(n(k(LA,LB,CC),LD,CE),SE)", Place("mhnk", Tiled));

    [Theory]
    [InlineData("mnhk", "m(nh(k(LA,LB,CC),LD,CE),h(SE))")]
    [InlineData("mn(k,h)", "m(n(k(LA,LB,CC),h(LD,CE)),h(SE))")]
    [InlineData("mnkh", "m(n(k(LA,LB,CC),h(LD,CE)),h(SE))")]
    public void Order_edges_sink_the_consumer_out_of_the_producers_reduction(string tiling, string placed) => Assert.Equal(placed, Place(tiling, Tiled));

    [Theory]
    [InlineData("mn(k,h)", "m=64,n=64,k=512,h=512", "m(LA,n(LB,CC,LD,CE),SE)")]
    [InlineData("mn(k,h)", "m=64,n=1024,k=64,h=64", "m(k(LA,LB,CC),h(LD,CE,SE))")]
    [InlineData("mnhk", "m=64,n=64,k=512,h=64", "m(LA,n(LB,h(CC,LD,CE)),h(SE))")]
    [InlineData("mnhk", "m=64,n=1024,k=64,h=64", "mh(k(LA,LB,CC),LD,CE,SE)")]
    [InlineData("mhnk", "m=64,n=64,k=512,h=64", "mh(LA,n(LB,CC,LD,CE),SE)")]
    public void A_loop_with_one_tile_goes_and_what_it_pinned_moves(string tiling, string tiles, string placed) => Assert.Equal(placed, Place(tiling, tiles));

    [Fact]
    public void Each_pass_moves_no_more_bytes_than_the_one_before()
    {
        var chain = Chains.TwoGemms();
        foreach (var tiling in new[] { "mn(k,h)", "mnhk", "mhnk" })
        {
            var bytes = Placer.Trace(chain, Chains.Candidate(chain, tiling, "m=64,n=64,k=512,h=128")).Select(s => s.Bytes).ToList();
            Assert.Equal(bytes.OrderDescending(), bytes);
            Assert.True(bytes[^1] < bytes[0]);
        }
    }

    [Fact]
    public void Bytes_agree_with_walking_the_loops()
    {
        var chain = Chains.TwoGemms(100, 90, 70, 50);
        var placement = Placer.Place(chain, Chains.Candidate(chain, "mn(k,h)", "m=32,n=48,k=32,h=16"));
        // A: 100x70 for each of 2 n tiles; B: 70x90 for each of 4 m tiles; D: 90x50 for each of 4 m tiles; E: 100x50 once.
        Assert.Equal(2 * ((2 * 100 * 70) + (4 * 70 * 90) + (4 * 90 * 50) + (100 * 50)), Traffic.Bytes(placement));
    }

    [Theory]
    [InlineData("mkn h", Tiled, "unfinished tiles of 'C'")]
    [InlineData("hmkn", Tiled, "unfinished tiles of 'C'")]
    [InlineData("mknh", "m=64,n=1024,k=64,h=64", null)]
    [InlineData("mknh", "m=64,n=64,k=512,h=64", null)]
    public void Rule_2_is_judged_after_the_deletion_of_loops_with_one_tile(string tiling, string tiles, string? problem)
    {
        var chain = Chains.TwoGemms();
        var found = Legality.Problem(new ChainFlow(chain), Chains.Candidate(chain, tiling, tiles));
        if (problem is null) Assert.Null(found);
        else Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_axis_whose_reduction_is_needed_along_itself_must_stay_whole()
    {
        var chain = Chains.NormalisedGemm();
        var flow = new ChainFlow(chain);
        Assert.Contains("must stay whole", Legality.Problem(flow, Chains.Candidate(chain, "mnh", "m=16,n=16,h=16")), StringComparison.Ordinal);
        Assert.Null(Legality.Problem(flow, Chains.Candidate(chain, "mnh", "m=16,n=64,h=16")));
    }

    private static string Place(string tiling, string tiles)
    {
        var chain = Chains.TwoGemms();
        return Placer.Place(chain, Chains.Candidate(chain, tiling, tiles)).ToString();
    }
}
