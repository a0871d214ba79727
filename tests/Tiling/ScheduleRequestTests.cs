using MCFuser.Core.Diagnostics;
using MCFuser.Search.Spaces;
using MCFuser.Tiling;
using MCFuser.Tiling.Programs;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Tests.Tiling;

public class ScheduleRequestTests
{
    [Fact]
    public void What_is_given_is_kept_and_the_rest_is_open_as_far_as_it_fits()
    {
        var chain = Chains.TwoGemms();
        var request = ScheduleRequest.Parse(chain, Chains.A100, "mn(k,h)", "n=32");
        var space = CandidateSpace.Of(chain, Chains.A100, request).All().ToList();
        Assert.True(space.Count > 100, "the other tiles are open");
        Assert.All(space, c => Assert.Equal(("mn(k,h)", 32), (c.Tiling.ToString(), c.Tile("n"))));
        Assert.All(space.Where((_, i) => i % 50 == 0), c => Assert.True(FitTest.Of(TileProgramBuilder.Build(chain, c), Chains.A100).Fits));
    }

    [Theory]
    [InlineData("mknh", "m=64,n=64,k=64,h=64", TilingCodes.IllegalSchedule, ExitCode.NoLegalSchedule)]
    [InlineData("mn(k,h)", "m=256,n=256,k=512,h=512", TilingCodes.DoesNotFit, ExitCode.NoLegalSchedule)]
    [InlineData("mn(k,h", null, TilingCodes.MalformedTiling, ExitCode.InvalidInput)]
    [InlineData("mnk", null, TilingCodes.MalformedTiling, ExitCode.InvalidInput)]
    [InlineData(null, "m", TilingCodes.MalformedTile, ExitCode.InvalidInput)]
    [InlineData(null, "m=64,m=32", TilingCodes.MalformedTile, ExitCode.InvalidInput)]
    [InlineData(null, "x=64", TilingCodes.UnknownTileAxis, ExitCode.InvalidInput)]
    [InlineData(null, "m=40", TilingCodes.TileNotMultiple, ExitCode.InvalidInput)]
    [InlineData(null, "m=0", TilingCodes.TileNotMultiple, ExitCode.InvalidInput)]
    [InlineData(null, "m=-16", TilingCodes.TileNotMultiple, ExitCode.InvalidInput)]
    public void A_schedule_that_cannot_be_is_refused(string? tiling, string? tiles, string code, ExitCode exit)
    {
        var chain = Chains.TwoGemms();
        var refused = Assert.Throws<DiagnosticException>(() =>
            CandidateSpace.Of(chain, Chains.A100, ScheduleRequest.Parse(chain, Chains.A100, tiling, tiles)));
        Assert.Equal(code, Assert.Single(refused.Diagnostics).Code);
        Assert.Equal(exit, refused.ExitCode);
    }

    [Fact]
    public void A_tile_beyond_the_padded_extent_is_clamped()
    {
        var chain = Chains.TwoGemms(m: 40);
        Assert.Equal(48, ScheduleRequest.Parse(chain, Chains.A100, null, "m=1024").Tiles[0].Size);
        var small = Chains.TwoGemms(m: 7);
        Assert.Equal(7, ScheduleRequest.Parse(small, Chains.Cpu, null, "m=7").Tiles[0].Size);
        Assert.Throws<DiagnosticException>(() => ScheduleRequest.Parse(small, Chains.A100, null, "m=7"));
    }

    [Fact]
    public void A_causal_mask_ends_the_loop_and_a_window_starts_it()
    {
        var chain = Chains.Parse("""
            chain windowed(m = 256, n = 256, k = 64, h = 64) {
              input Q: f16[m, k]
              input K: f16[n, k]
              input V: f16[n, h]
              S[m, n] = where(n <= m and n > m - 100, sum[k](Q[m, k] * K[n, k]), -inf)
              P[m, n] = softmax[n](S[m, n])
              output O: f16[m, h] = sum[n](P[m, n] * V[n, h])
            }
            """);
        var program = TileProgramBuilder.Build(chain, Chains.Candidate(chain, "mn(k,h)", "m=64,n=32,k=64,h=64")).ToString();
        Assert.Contains("for n in max(0, (m - 99) / 32 * 32) .. min(256, m + 64) {", program, StringComparison.Ordinal);
    }
}
