using MCFuser.Compiler;
using MCFuser.Compiler.Cuda;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;
using MCFuser.Tests.Codegen.Cuda.Simulation;
using MCFuser.Tiling.Programs;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>Schedules that a search seldom chooses: splits over warps and blocks, deep and shallow pipelines, many and few warps, tiled reductions.</summary>
public class SimulatedScheduleTests
{
    private static readonly DeviceSpec _device = DeviceCatalog.ForArch("sm_80");

    public static TheoryData<string, string, string, string, int, int> Cases => new()
    {
        { "paper/g1", "mn(k,h)", "m=16,n=32,k=64,h=64", "n=4:warp", 1, 2 },
        { "paper/g1", "mn(k,h)", "m=32,n=32,k=64,h=64", "n=2:warp", 2, 3 },
        { "paper/g1", "mn(k,h)", "m=16,n=16,k=32,h=64", "n=8:warp", 1, 2 },
        { "paper/g1", "mn(k,h)", "m=32,n=32,k=32,h=32", "n=3:warp", 2, 4 },
        { "paper/g1", "mn(k,h)", "m=64,n=32,k=16,h=64", "", 4, 4 },
        { "paper/g1", "mn(k,h)", "m=64,n=32,k=64,h=64", "n=2:grid", 4, 2 },
        { "paper/g1", "mn(k,h)", "m=32,n=16,k=16,h=64", "n=3:grid", 2, 3 },
        { "paper/g1", "mhnk", "m=32,n=32,k=32,h=32", "n=2:warp", 2, 2 },
        { "paper/s1", "mn(k,h)", "m=16,n=32,k=64,h=64", "n=4:warp", 1, 2 },
        { "paper/s1", "mn(k,h)", "m=32,n=16,k=32,h=64", "n=2:warp", 2, 3 },
        { "paper/s1", "mn(k,h)", "m=32,n=32,k=64,h=64", "n=3:grid", 2, 2 },
        { "paper/s1", "mn(k,h)", "m=48,n=48,k=64,h=48", "n=2:grid", 3, 2 },
        { "causal_attention", "mn(k,h)", "m=32,n=16,k=64,h=64", "n=4:warp", 1, 2 },
        { "causal_attention", "mn(k,h)", "m=32,n=16,k=64,h=64", "n=2:grid", 2, 3 },
        { "biased_attention", "mn(k,h)", "m=16,n=32,k=64,h=64", "n=2:warp", 1, 2 },
        { "mlp", "mn(k,h)", "m=32,n=32,k=16,h=64", "n=2:warp", 2, 2 },
        { "gated_mlp", "mn(k,h)", "m=32,n=32,k=32,h=64", "n=2:grid", 2, 3 },
        { "row_maximum", "bmnk", "b=16,m=16,n=16,k=32", "n=2:warp", 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agree_with_the_oracle(string sample, string tiling, string tiles, string split, int warps, int stages)
    {
        Toolchain.RequireSimulator();
        foreach (var extents in (string[])["m=80,n=150,k=64,h=64,b=2", "m=33,n=97,k=40,h=72,b=1"])
        {
            var text = Repository.ReadText($"samples/{sample}.mcf");
            var header = text[..text.IndexOf('{', StringComparison.Ordinal)];
            var own = Pairs(extents).Where(e => header.Contains($"{e.Name} = ", StringComparison.Ordinal)).ToDictionary(e => e.Name, e => (long)e.Value);
            var graph = Assert.Single(GraphReader.ReadText(text, "sample.mcf", own));
            var options = new CompilationOptions { Target = DeviceKind.Cuda, Tiling = tiling };
            var compilation = Pipeline.Compile(graph, _device, options, TestContext.Current.CancellationToken);
            var kernel = Assert.Single(compilation.Kernels);
            var program = TileProgramBuilder.Build(kernel.Chain, Candidate(kernel.Chain, tiling, tiles, split, warps, stages), Precision.F16);
            TileProgramVerifier.Verify(program);
            var forced = compilation with { Kernels = [kernel with { Program = program }] };
            new SimulatedGraph(forced, CudaPackager.Standard).Check(PtxSchedule.All);
        }
    }

    private static Candidate Candidate(OperatorChain chain, string tiling, string tiles, string split, int warps, int stages)
    {
        var sizes = Pairs(tiles).ToDictionary(p => p.Name, p => p.Value);
        var parts = split.Length == 0 ? null : new AxisSplit(
            split[..1], int.Parse(split[2..split.IndexOf(':', StringComparison.Ordinal)], null), split.EndsWith("warp", StringComparison.Ordinal) ? SplitScope.Warp : SplitScope.Grid);
        var clamped = chain.TiledAxes.Select(a => new AxisTile(a.Name, (int)Math.Min(sizes[a.Name], (a.Extent.Value + 15) / 16 * 16))).ToEquatableArray();
        return new Candidate(TilingParser.TryParse(tiling, chain.TiledAxes.Select(a => a.Name), out _)!, clamped, parts, new Schedule(WarpsM: warps, Stages: stages));
    }

    private static IEnumerable<(string Name, int Value)> Pairs(string text) => text.Split(',').Select(p => (p[..p.IndexOf('=', StringComparison.Ordinal)], int.Parse(p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..], null)));
}
