using MCFuser.Codegen.Cpu;
using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Tests.Core.TilePrograms;

namespace MCFuser.Tests.Codegen.Packages;

/// <summary>Package contents for tests.</summary>
internal static class Packages
{
    private const string TwoGemms =
        """
        chain gemm_chain(m = 512, n = 256, k = 64, h = 80) {
          input A: f16[m, k]
          input B: f16[k, n]
          input D: f16[n, h]
          C[m, n] = sum[k](A[m, k] * B[k, n])
          output E: f16[m, h] = sum[n](C[m, n] * D[n, h])
        }
        """;

    /// <summary>The largest value of X stands between two kernels.</summary>
    private const string Normalised =
        """
        chain mlp(m = 64, n = 48, k = 32) {
          input X: f16[m, k]
          input W: f16[k, n]
          top[] = max[m, k](X[m, k])
          output Y: f16[m, n] = sum[k](X[m, k] * W[k, n]) / top
        }
        """;

    public static TileProgram Program { get; } =
        TileProgramSamples.Changed(TileProgramSamples.GemmChain, " strides [n, 1]", "");

    public static OperatorChain Chain => Assert.Single(Plan(TwoGemms).Kernels);

    public static PackageContent Gemms() => CpuPackage.Build(Chain, Program, "x64-v3");

    public static (OperatorGraph Graph, EquatableArray<OperatorChain> Kernels) Mlp()
    {
        var plan = Plan(Normalised);
        return (plan.Graph, plan.Kernels);
    }

    private static GraphPlan Plan(string text) => ChainFinder.Find(GraphReader.ReadText(text, "test.mcf", [], null)[0], FusionMode.Always);
}
