using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;
using MCFuser.Search.Models;
using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Tests.Tiling;
using MCFuser.Tiling.Programs;

namespace MCFuser.Tests.Search;

public class RooflineModelTests
{
    /// <summary>One processor, so that its work is all work, and an L2 so slow that its time is bytes over bandwidth: 1 us a thousand bytes.</summary>
    private static readonly DeviceSpec OneProcessor = Chains.A100 with { Processors = 1, L2GigabytesPerSecond = 1 };

    private static OperatorChain CausalAttention => Chains.Parse("""
        chain causal(b = 2, m = 96, n = 112, k = 16, h = 32) {
          input Q: f16[b, m, k]
          input K: f16[b, n, k]
          input V: f16[b, n, h]
          S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
          P[b, m, n] = softmax[n](where(n <= m + 16, S[b, m, n], -inf))
          output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        }
        """);

    [Fact]
    public void Counts_what_walking_the_tile_program_counts()
    {
        foreach (var half in new[] { Chains.TwoGemms(48, 40, 32, 20), Chains.GatedPair(), Chains.ThreeGemms(), Chains.Attention(48, 80, 16, 33), CausalAttention })
        {
            var chain = half with { Inputs = half.Inputs.Select(t => t with { Type = DataType.F32 }).ToEquatableArray() };
            var model = new RooflineModel(chain, OneProcessor);
            foreach (var candidate in StratifiedSamples.Draw(CandidateSpace.Of(chain, OneProcessor), 24, seed: 1))
            {
                var program = TileProgramBuilder.Build(chain, candidate);
                double bytes = 0, exponentials = 0, flops = 0;
                Walk.Program(program, s =>
                {
                    switch (s)
                    {
                        case Load load: bytes += 4 * Elements(program, load.Destination); break;
                        case Store store: bytes += 2 * Elements(program, store.Source); break;
                        case Update update: exponentials += Elements(program, update.Source); break;
                        case Map map when map.Value.ToString().Contains("silu", StringComparison.Ordinal): exponentials += Elements(program, map.Destination); break;
                        case Contract c: flops += 2 * Elements(program, c.Accumulator) * c.Axes.Aggregate(1.0, (n, a) => n * program.FindAxis(a).Tile); break;
                    }
                });

                var estimate = model.Estimate(candidate);
                var cycles = 1e-6 * 1e9 * OneProcessor.ClockGigahertz;
                Near(bytes, 1000 * estimate.Find("L2")!.Value);
                Near(exponentials, 16 * cycles * estimate.Find("exponentials")!.Value);
                Near(flops, 1e-6 * OneProcessor.PeakFlops(DataType.F32) * estimate.Find("contractions")!.Value);

                void Near(double expected, double actual) =>
                    Assert.True(Math.Abs(expected - actual) <= 1e-9 * expected, $"{chain.Name} {candidate}: {expected} against {actual}\n{program}");
            }
        }
    }

    [Fact]
    public void Moves_every_tensor_once_from_device_memory()
    {
        var chain = Chains.TwoGemms(512, 256, 64, 64);
        var estimate = new RooflineModel(chain, Chains.A100).Estimate(Chains.Candidate(chain, "mhnk", "m=64,n=64,k=64,h=16"));
        Assert.Equal(2.0 * (512 * 64 + 64 * 256 + 256 * 64 + 512 * 64) / 2000e9, 1e-6 * estimate.Find("device memory")!.Value, 1e-15);
    }

    [Fact]
    public void Counts_waves_by_what_is_resident()
    {
        var chain = Chains.TwoGemms(2048, 512, 128, 128);
        var estimate = new RooflineModel(chain, Chains.A100 with { Processors = 8 }).Estimate(Chains.Candidate(chain, "mn(k,h)", "m=32,n=64,k=128,h=128"));
        Assert.Equal(64, estimate.Find("blocks")!.Value);
        Assert.Equal(Math.Ceiling(64 / (8 * estimate.Find("resident blocks")!.Value)), estimate.Find("waves")!.Value);
        Assert.InRange(estimate.Find("resident blocks")!.Value, 1, 4);
    }

    [Fact]
    public void Is_at_least_its_longest_term_and_at_most_the_sum()
    {
        foreach (var device in new[] { Chains.A100, Chains.Cpu })
        {
            var chain = Chains.Attention();
            var model = new RooflineModel(chain, device);
            foreach (var candidate in StratifiedSamples.Draw(CandidateSpace.Of(chain, device), 50, seed: 2))
            {
                var estimate = model.Estimate(candidate);
                var times = estimate.Terms.Where(t => t.Unit == "us").Select(t => t.Value).ToList();
                Assert.All(times, t => Assert.True(t >= 0 && double.IsFinite(t)));
                Assert.InRange(estimate.Microseconds, times.Max(), times.Sum() * (1 + 1e-12));
            }
        }
    }

    [Fact]
    public void Sees_that_a_causal_mask_halves_the_work_and_that_idle_cores_cost()
    {
        var full = Chains.Attention(512, 512);
        var masked = Chains.Parse("""
            chain attention(b = 2, m = 512, n = 512, k = 64, h = 64) {
              input Q: f16[b, m, k]
              input K: f16[b, n, k]
              input V: f16[b, n, h]
              S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
              P[b, m, n] = softmax[n](where(n <= m, S[b, m, n] / sqrt(extent(k)), -inf))
              output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
            }
            """);
        const string Tiles = "m=64,n=64,k=64,h=64";
        var ratio = Contractions(masked, Chains.Cpu, Tiles) / Contractions(full, Chains.Cpu, Tiles);
        Assert.InRange(ratio, 0.5, 0.6);

        Assert.True(Seconds(full, Chains.Cpu with { Processors = 4 }, "m=512,n=64,k=64,h=64") > 1.2 * Seconds(full, Chains.Cpu with { Processors = 4 }, "m=64,n=64,k=64,h=64"));
    }

    private static double Contractions(OperatorChain chain, DeviceSpec device, string tiles) =>
        new RooflineModel(chain, device).Estimate(Chains.Candidate(chain, "mn(k,h)", tiles)).Find("contractions")!.Value;

    private static double Seconds(OperatorChain chain, DeviceSpec device, string tiles) => new RooflineModel(chain, device).Estimate(Chains.Candidate(chain, "mn(k,h)", tiles)).Seconds;

    private static double Elements(TileProgram program, string buffer) =>
        Walk.Elements(program.FindBuffer(buffer).Dimensions.Select(d => (long)program.FindAxis(d.Axis).Tile));
}
