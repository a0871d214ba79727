using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;
using MCFuser.Search.Spaces;
using MCFuser.Tests.Tiling;
using MCFuser.Tiling;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Programs;
using MCFuser.Tiling.Rules;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Tests.Search;

public class CandidateSpaceTests
{
    [Fact]
    public void Holds_as_many_candidates_as_the_funnel_counts_where_everything_fits()
    {
        foreach (var file in SampleChains.Paper)
        {
            var pruned = SearchSpace.Prune(SampleChains.Read(file), Chains.Cpu);
            Assert.Equal((file, pruned.Funnel[^1].Left), (file, CandidateSpace.Of(pruned, Chains.Cpu).All().LongCount()));
        }
    }

    [Fact]
    public void Holds_exactly_the_candidates_that_the_rules_and_the_fit_test_leave()
    {
        var chain = Chains.Attention(256, 192);
        var device = Chains.A100 with { SharedBytesPerBlock = 60_000, RegistersPerThread = 160 };
        var pruned = SearchSpace.Prune(chain, device);
        var (flow, memory) = (new ChainFlow(chain), new SharedMemory(chain, device));
        var expected = from m in pruned.Sizes[0]
                       from n in pruned.Sizes[1]
                       from k in pruned.Sizes[2]
                       from h in pruned.Sizes[3]
                       where memory.Fits([m, n, k, h])
                       let tiles = $"m={m},n={n},k={k},h={h}"
                       let unit = new[] { ("m", m >= 256), ("n", n >= 192), ("k", k >= 64), ("h", h >= 64) }.Where(u => u.Item2).Select(u => u.Item1)
                       from expression in ExpressionClass.Group(flow, pruned.Classes.Select(c => c.Representative), unit)
                       let candidate = Chains.Candidate(chain, expression.Representative.ToString(), tiles)
                       where Legality.Problem(flow, candidate) is null && FitTest.Of(TileProgramBuilder.Build(chain, candidate), device).Fits
                       select candidate.ToString();
        Assert.Equal(["m", "n", "k", "h"], chain.TiledAxes.Select(a => a.Name));
        var all = CandidateSpace.Of(pruned, device).All().Select(c => c.ToString()).ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
        Assert.InRange(all.Count, 1, pruned.Funnel[^1].Left - 1);
    }

    [Fact]
    public void Draws_and_mutates_only_its_own_candidates()
    {
        foreach (var device in new[] { Chains.Cpu, Chains.A100 })
        {
            var space = CandidateSpace.Of(Chains.TwoGemms(512, 512, 1024, 256), device);
            var random = new SplitMix64(7);
            var candidate = space.Draw(random);
            for (var i = 0; i < 300; i++)
            {
                Assert.True(space.Contains(candidate), candidate.ToString());
                candidate = i % 10 == 0 ? space.Draw(random) : space.Mutate(candidate, random);
            }
        }
    }

    [Fact]
    public void Keeps_what_a_request_fixes()
    {
        var chain = Chains.TwoGemms(512, 256, 64, 64);
        var tiles = CandidateSpace.Of(chain, Chains.Cpu, ScheduleRequest.Parse(chain, Chains.Cpu, null, "m=48,k=32"));
        Assert.All(tiles.All(), c => Assert.Equal((48, 32), (c.Tile("m"), c.Tile("k"))));
        Assert.True(tiles.All().Count() > 1);

        var tiling = CandidateSpace.Of(chain, Chains.Cpu, ScheduleRequest.Parse(chain, Chains.Cpu, "mhnk", null));
        Assert.All(tiling.All(), c => Assert.Equal("mhnk", c.Tiling.ToString()));

        var both = CandidateSpace.Of(chain, Chains.Cpu, ScheduleRequest.Parse(chain, Chains.Cpu, "mhnk", "m=64,n=32,k=64,h=16"));
        Assert.Equal("mhnk m=64,n=32,k=64,h=16", Assert.Single(both.All()).ToString());
    }

    [Fact]
    public void Judges_candidates_themselves_where_the_rules_leave_nothing()
    {
        var pinned = Chains.Parse("chain p(m = 256, n = 1048576) { input X: f32[m, n]  output Y: f32[m, n] = softmax[n](X[m, n]) }");
        var space = CandidateSpace.Of(pinned, Chains.Cpu);
        Assert.False(space.IsPruned);
        Assert.All(space.All(), c => Assert.Equal(1048576, c.Tile("n")));
    }

    [Fact]
    public void Refuses_what_cannot_be_executed_and_what_does_not_fit()
    {
        var norm = Chains.NormalisedGemm();
        var illegal = Assert.Throws<DiagnosticException>(() => CandidateSpace.Of(norm, Chains.Cpu, ScheduleRequest.Parse(norm, Chains.Cpu, "mnh", "n=16")));
        Assert.Equal((ExitCode.NoLegalSchedule, TilingCodes.IllegalSchedule), (illegal.ExitCode, illegal.Diagnostics[0].Code));

        var chain = Chains.TwoGemms();
        var large = Assert.Throws<DiagnosticException>(
            () => CandidateSpace.Of(chain, Chains.A100, ScheduleRequest.Parse(chain, Chains.A100, "mn(k,h)", "m=1024,n=1024,k=512,h=512")));
        Assert.Equal((ExitCode.NoLegalSchedule, TilingCodes.DoesNotFit), (large.ExitCode, large.Diagnostics[0].Code));
    }

    [Fact]
    public void Takes_every_kind_of_chain()
    {
        string[] texts =
        [
            "chain g(b = 2, m = 70, n = 33, k = 16) { input A: f16[b, m, k]  input B: f16[b, k, n]  output C: f16[b, m, n] = sum[k](A[b, m, k] * B[b, k, n]) }",
            "chain s(m = 40, n = 7) { input X: f32[m, n]  output Y: f32[m, n] = softmax[n](X[m, n]) }",
            "chain e(m = 40, n = 7) { input X: f32[m, n]  output Y: f32[m, n] = gelu(X[m, n]) }",
            "chain r(m = 40, n = 7) { input X: f32[m, n]  output Y: f32[m] = sum[n](X[m, n]) }",
        ];
        foreach (var chain in texts.Select(Chains.Parse))
            foreach (var device in new DeviceSpec[] { Chains.Cpu, Chains.A100 })
            {
                var space = CandidateSpace.Of(chain, device);
                Assert.True(space.Contains(space.Draw(new SplitMix64(1))), chain.ToString());
                AssertLegal(chain, space);
            }
    }

    private static void AssertLegal(OperatorChain chain, CandidateSpace space)
    {
        var flow = new ChainFlow(chain);
        Assert.All(space.All(), c => Assert.Null(Legality.Problem(flow, c)));
    }
}
