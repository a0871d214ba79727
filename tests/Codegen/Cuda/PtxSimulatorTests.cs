using MCFuser.Codegen.Cuda;
using MCFuser.Compiler.Cuda;
using MCFuser.Core;
using MCFuser.Core.Packages;
using MCFuser.Core.Tensors;
using MCFuser.Tests.Codegen.Cuda.Fixtures;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>From text to numbers without a GPU: a compiler's PTX, executed by the simulator, against the oracle.</summary>
public class PtxSimulatorTests
{
    [Theory]
    [InlineData(1, 64, 32, 16, 16)]
    [InlineData(2, 100, 72, 40, 80)]
    [InlineData(1, 197, 80, 64, 24)]
    [InlineData(3, 1, 8, 8, 8)]
    public void NVRTC_output_agrees_with_the_oracle(int batch, int m, int n, int k, int h) => Check(CudaCompilerKind.Nvrtc, new(batch, m, n, k, h));

    [Fact]
    public void Clang_output_agrees_with_the_oracle() => Check(CudaCompilerKind.Clang, new(2, 100, 72, 40, 80));

    [Fact]
    public void A_missing_barrier_is_found()
    {
        var fixture = new GemmChainFixture(1, 64, 96, 32, 32);
        var broken = fixture.Kernel with { Text = fixture.Kernel.Text.Replace("__syncthreads();", "", StringComparison.Ordinal) };
        var compiled = Compile(Toolchain.Nvrtc(), broken);
        var result = PtxSimulator.Run(fixture.Package(compiled), RandomInputs.Create(fixture.Graph, 1));
        Assert.Equal(1, result.ExitCode);
        Assert.Null(result.Outputs);
        Assert.Contains("race", result.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Scalars_axes_and_workspaces_reach_the_kernel()
    {
        double[] Values(int seed) => [.. Enumerable.Range(0, 1000).Select(i => (double)(float)Math.Sin(i * seed))];
        var (x, y) = (Values(2), Values(3));
        var fixture = new VectorFixture(
            "vector_add",
            Repository.ReadText("tests/Codegen/Cuda/Fixtures/vector_add.cu"),
            [new WorkspaceArgument { Workspace = 0 }, new AxisArgument { Axis = "n", Type = DataType.I32 }, new ScalarArgument { Scalar = 0.5, Type = DataType.F32 }],
            [new ManifestWorkspace { Bytes = new ManifestExpression(4), ZeroOnce = true }]);
        var result = fixture.Run(Toolchain.Nvrtc(), x, y);
        Assert.True(result.ExitCode == 0, result.Log);
        Assert.Equal(8, result.Counters!.Blocks);
        for (var i = 0; i < x.Length; i++) Assert.Equal(x[i] + (0.5 * y[i]), result.Outputs!["z"][i], 1e-6);
    }

    [Fact]
    public void Counters_are_those_of_the_kernel()
    {
        var fixture = new GemmChainFixture(1, 128, 64, 64, 64);
        var result = PtxSimulator.Run(fixture.Package(Compile(Toolchain.Nvrtc(), fixture.Kernel)), RandomInputs.Create(fixture.Graph, 1));
        var counters = result.Counters!;
        // Two products of 128 x 64 x 64 in steps of 16 x 8 x 16; one barrier a tile in each block.
        Assert.Equal(2 * (128 / 16) * (64 / 8) * (64 / 16), counters.Mma);
        Assert.Equal(2, counters.Blocks);
        Assert.Equal(2 * 2, counters.Barriers);
        Assert.Equal(128 * 64 * 2, counters.StoreBytes);
        Assert.Equal(2 * counters.StoreBytes / 32, counters.StoreSectors);
        Assert.Equal((128 * 64 * 2) + (2 * 2 * 64 * 64 * 2), counters.LoadBytes);
        Assert.Equal(counters.LoadBytes / 32, counters.LoadSectors);
        Assert.Equal(0, counters.ExcessWavefronts);
        Assert.InRange(counters.LongestBlock, counters.Instructions / 2, counters.Instructions);
    }

    private static CompiledCuda Compile(ICudaCompiler compiler, CudaKernel kernel)
    {
        Toolchain.RequireSimulator();
        return compiler.Compile(kernel, "sm_80", TestContext.Current.CancellationToken);
    }

    private static void Check(CudaCompilerKind compiler, GemmChainFixture fixture) =>
        new SimulatedGraph(fixture.Compilation, new CudaPackager(fixture.Lower), compiler).Check(PtxSchedule.All);
}
