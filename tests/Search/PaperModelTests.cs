using MCFuser.Core.Chains;
using MCFuser.Search.Models;
using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Tests.Tiling;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tests.Search;

public class PaperModelTests
{
    /// <summary>G1 with m, n, k, h = 128, 64, 64, 64: A is loaded once a block, B and D once a tile of n; 4 blocks on 108 processors.</summary>
    [Fact]
    public void Is_the_formula_of_the_paper_on_a_shape_counted_by_hand()
    {
        var chain = Chains.TwoGemms(512, 256, 64, 64);
        var estimate = new PaperModel(chain, Chains.A100).Estimate(Chains.Candidate(chain, "mn(k,h)", "m=128,n=64,k=64,h=64"));
        const double Bytes = 2 * (4 * 128 * 64 + 4 * 4 * 64 * 64 + 4 * 4 * 64 * 64 + 4 * 128 * 64);
        const double Flops = 4 * 4 * (2.0 * 128 * 64 * 64 + 2.0 * 128 * 64 * 64);
        Assert.Equal(Bytes, estimate.Find("bytes")!.Value);
        Assert.Equal(Flops, estimate.Find("flops")!.Value);
        Assert.Equal(4, estimate.Find("blocks")!.Value);
        Assert.Equal((Bytes / 2000e9 + Flops / 312e12) * (4 + 108) / 4, estimate.Seconds, 1e-15);
    }

    [Fact]
    public void Counts_the_bytes_and_flops_that_walking_the_loops_counts()
    {
        foreach (var chain in new[] { Chains.TwoGemms(48, 40, 32, 20), Chains.GatedPair(), Chains.RightAssociated(), Chains.ThreeGemms(), Chains.Attention(48, 80, 16, 33) })
        {
            var model = new PaperModel(chain, Chains.Cpu);
            foreach (var candidate in StratifiedSamples.Draw(CandidateSpace.Of(chain, Chains.Cpu), 24, seed: 1))
            {
                long bytes = 0, flops = 0;
                Walk.Placement(Placer.Place(chain, candidate), s =>
                {
                    if (s.Kind == StatementKind.Compute) flops += Flops(chain, chain.FindStep(s.Tensor)!, candidate);
                    else bytes += 2 * Walk.Elements(s.Axes.Where(a => a != "b").Select(a => (long)candidate.Tile(a)));
                });

                var estimate = model.Estimate(candidate);
                Assert.Equal((chain.Name, $"{candidate}", (double)bytes), (chain.Name, $"{candidate}", estimate.Find("bytes")!.Value));
                Assert.Equal((chain.Name, $"{candidate}", (double)flops), (chain.Name, $"{candidate}", estimate.Find("flops")!.Value));
            }
        }
    }

    [Fact]
    public void Prints_its_terms_the_same_in_every_culture()
    {
        var chain = Chains.TwoGemms(512, 256, 64, 64);
        var text = new PaperModel(chain, Chains.A100).Estimate(Chains.Candidate(chain, "mn(k,h)", "m=128,n=64,k=64,h=64")).ToString();
        Assert.StartsWith("paper model: 8.516 us\n  bytes", text, StringComparison.Ordinal);
        Assert.Contains("alpha                              28        (blocks + processors) / blocks: what few blocks cost\n", text, StringComparison.Ordinal);
    }

    /// <summary>Two for each multiply-add, five for a softmax and one for each operator that is no constant.</summary>
    private static long Flops(OperatorChain chain, ChainStep step, MCFuser.Core.Tiling.Candidate candidate)
    {
        var points = Walk.Elements(step.Loops.Where(a => a != "b").Select(a => (long)candidate.Tile(a)));
        return points * step switch { Contraction => 2, SoftmaxStep => 5 + 1, ElementwiseMap => 2, _ => throw new InvalidOperationException(chain.Name) };
    }
}
