using MCFuser.Codegen.Cpu;
using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;
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

    public static OperatorChain Chain { get; } =
        Assert.Single(ChainFinder.Find(GraphReader.ReadText(TwoGemms, "test.mcf")[0], FusionMode.Always).Kernels);

    public static PackageContent Gemms() => CpuPackage.Build(Chain, Program, "x64-v3");

    /// <summary>A graph of one kernel.</summary>
    public static GraphManifest Graph => new()
    {
        Compiler = CompilerVersion.Text,
        Graphs =
        [
            new PackagedGraph
            {
                Graph = Chain.Name,
                Axes = Chain.Axes.Select(a => new ManifestAxis(a.Name, a.Extent.Value, a.Extent.Value)).ToEquatableArray(),
                Inputs = Chain.Inputs.Select(Tensor).ToEquatableArray(),
                Outputs = [Tensor(Chain.FindStep("E")!.Target)],
                Materialised = [],
                Kernels = [new PackagedKernel { Package = "p", Inputs = ["A", "B", "D"], Outputs = ["E"] }],
            },
        ],
    };

    private static PackagedTensor Tensor(Tensor tensor) =>
        new() { Name = tensor.Name, Type = tensor.Type, Shape = tensor.Axes.Select(a => new ManifestExpression(a)).ToEquatableArray() };
}
