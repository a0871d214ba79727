using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Frontend.Chains;
using MCFuser.Frontend.Verification;
using MCFuser.Tests.Codegen.Cuda.Emulation;
using MCFuser.Tests.Generators;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>Kernels of random graphs over the whole language, with random schedules: lowered or refused with a code, and right when they are emulated.</summary>
public class RandomKernelTests
{
    private const int Kernels = 80;

    [Fact]
    public async Task Agree_with_the_oracle()
    {
        HostCompiler.Require();
        foreach (var drawn in Draw().Take(Kernels))
        {
            using var kernel = await EmulatedKernel.Compile(drawn.Kernel.Text);
            Assert.True(kernel.Problem is null, $"{drawn}: {kernel.Problem}\n{drawn.Graph}");
            var result = await kernel.Run(drawn.Launch, EmulationSchedule.Random(3));
            Assert.True(result.Fault is null, $"{drawn}: {result.Message}; {await kernel.Locate(result)}\n{drawn.Graph}");
            var mismatch = drawn.Mismatch(result);
            Assert.True(mismatch is null, $"{drawn}: {mismatch}\n{drawn.Graph}");
        }
    }

    private static IEnumerable<EmulatedCase> Draw()
    {
        for (var seed = 0; ; seed++)
        {
            var random = SplitMix64.For((ulong)seed, "kernels");
            foreach (var chain in ChainFinder.Find(Enlarged(RandomGraphs.Create(seed), random), FusionMode.Always).Kernels)
                if (EmulatedCase.Draw(chain, random) is { } drawn) yield return drawn;
        }
    }

    /// <summary>Half of the graphs get axes longer than a tile, unless they read a dimension at an index that would leave it.</summary>
    private static OperatorGraph Enlarged(OperatorGraph graph, SplitMix64 random)
    {
        if (random.NextBetween(0, 1) == 0) return graph;
        var large = graph with { Axes = graph.Axes.Select(a => a with { Extent = new ConstantExtent(7 * ((ConstantExtent)a.Extent).Value) }).ToEquatableArray() };
        try
        {
            return GraphVerifier.Verify(large);
        }
        catch (DiagnosticException)
        {
            return graph;
        }
    }
}
