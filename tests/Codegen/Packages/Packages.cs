using MCFuser.Codegen.Cpu;
using MCFuser.Codegen.Packages;
using MCFuser.Core.Chains;
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

    public static TileProgram Program { get; } =
        TileProgramSamples.Changed(TileProgramSamples.GemmChain, " strides [n, 1]", "");

    public static OperatorChain Chain => Assert.Single(Plan(FusionMode.Always).Kernels);

    public static PackageContent Gemms() => CpuPackage.Build(Chain, Program, "x64-v3");

    /// <summary>The same chain as two kernels with C between them.</summary>
    public static GraphPlan Unfused => Plan(FusionMode.Never);

    private static GraphPlan Plan(FusionMode mode) => ChainFinder.Find(GraphReader.ReadText(TwoGemms, "test.mcf")[0], mode);
}
