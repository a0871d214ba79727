using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Tests.Tiling;

namespace MCFuser.Tests.Search;

public class StratifiedSamplesTests
{
    private static readonly CandidateSpace Space = CandidateSpace.Of(Chains.TwoGemms(512, 256, 128, 128), Chains.Cpu);

    [Fact]
    public void Depend_on_the_seed_alone()
    {
        Assert.Equal(StratifiedSamples.Draw(Space, 64, 3), StratifiedSamples.Draw(Space, 64, 3));
        Assert.NotEqual(StratifiedSamples.Draw(Space, 64, 3), StratifiedSamples.Draw(Space, 64, 4));
    }

    [Fact]
    public void Cover_every_expression_and_the_quantiles_of_the_tile_volume_evenly()
    {
        var samples = StratifiedSamples.Draw(Space, 72, 3);
        Assert.Equal(72, samples.Distinct().Count());
        Assert.All(samples, c => Assert.True(Space.Contains(c)));
        foreach (var tiling in Space.Expressions)
        {
            var all = Space.All().Where(c => c.Tiling == tiling).Select(Volume).Order().ToList();
            var own = samples.Where(c => c.Tiling == tiling).Select(Volume).ToList();
            Assert.Equal(24, own.Count);
            Assert.InRange(own.Count(v => v <= all[all.Count / 2]), 12, 15);
        }
    }

    [Fact]
    public void Are_the_whole_space_where_it_is_smaller()
    {
        var small = CandidateSpace.Of(Chains.TwoGemms(32, 16, 16, 16), Chains.Cpu);
        Assert.Equal(small.All().Count(), StratifiedSamples.Draw(small, 1000, 1).Count);
    }

    private static double Volume(MCFuser.Core.Tiling.Candidate candidate) => candidate.Tiles.Aggregate(1.0, (v, t) => v * t.Size);
}
