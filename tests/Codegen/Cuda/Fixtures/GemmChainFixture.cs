using MCFuser.Codegen.Cuda;
using MCFuser.Codegen.Packages;
using MCFuser.Compiler;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;

namespace MCFuser.Tests.Codegen.Cuda.Fixtures;

/// <summary>Two GEMMs and a kernel for them that was written by hand, with the extents and tiles given.</summary>
internal sealed record GemmChainFixture(int Batch, int M, int N, int K, int H, int TileM = 64, int TileN = 32)
{
    public static DeviceSpec Device { get; } = DeviceCatalog.Find("a100");

    public OperatorGraph Graph => GraphReader.ReadText(
        $$"""
        chain gemm_chain(b = {{Batch}}, m = {{M}}, n = {{N}}, k = {{K}}, h = {{H}}) {
          input A: f16[b, m, k]
          input B: f16[b, k, n]
          input D: f16[b, n, h]
          C[b, m, n] = sum[k](A[b, m, k] * B[b, k, n])
          output E: f16[b, m, h] = sum[n](C[b, m, n] * D[b, n, h])
        }
        """,
        "test.mcf")[0];

    public Compilation Compilation => Pipeline.Compile(Graph, Device, new CompilationOptions { Tiling = "mn(k,h)", Tiles = $"m={TileM},n={TileN}" });

    public CudaKernel Kernel => new()
    {
        Entry = "gemm_chain",
        Text = $"constexpr int M = {M}, N = {N}, K = {K}, H = {H}, BM = {TileM}, BN = {TileN};\n{Repository.ReadText("tests/Codegen/Cuda/Fixtures/gemm_chain.cu")}",
        Grid = [new ManifestExpression($"ceil(m/{TileM})"), new ManifestExpression("b"), new ManifestExpression(1)],
        Threads = TileM * 2,
        SharedBytes = 2 * ((2 * TileN * (Up(K) + Up(H))) + (TileM * Up(K))),
        Workspaces = [],
        Arguments = ((string[])["A", "B", "D", "E"]).Select(ManifestArgument (p) => new ParameterArgument { Parameter = p }).ToEquatableArray(),
    };

    /// <summary>Stands in for the lowering where a tile program has to become this kernel.</summary>
    public CudaKernel Lower(TileProgram program, DeviceSpec device) => Kernel;

    public PackageContent Package(CompiledCuda compiled, bool withText = true) =>
        CudaPackage.Build(Compilation.Kernels[0].Chain, Compilation.Kernels[0].Program, Kernel, compiled, withText, Device);

    private static int Up(int extent) => (extent + 15) / 16 * 16;
}
