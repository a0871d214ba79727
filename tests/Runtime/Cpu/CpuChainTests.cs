using CsCheck;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuChainTests
{
    [Fact]
    public void Gemm_chains_of_random_extents_and_tiles_are_right()
    {
        var size = Gen.Int[1, 70];
        Gen.Select(size, size, size, size, Gen.Int[0, 3], Gen.Int[1, 40].Array[4]).Sample(
            (m, n, k, h, parts, tiles) =>
            {
                var (a, b, d) = (Kernels.Random(1, m, k), Kernels.Random(2, k, n), Kernels.Random(3, n, h));
                var expected = CpuGemmTests.Product(CpuGemmTests.Product(a, b, m, n, k), d, m, h, n);
                Kernels.AssertClose(expected, Kernels.Run(Chain(m, n, k, h, tiles, parts), a, b, d));
            },
            iter: 150,
            seed: "0000KOIPpVb4",
            threads: 1);
    }

    [Theory]
    [InlineData(257, 197, 77, 80)]
    [InlineData(40, 33, 7, 5)]
    public void The_number_of_threads_does_not_change_a_bit(int m, int n, int k, int h)
    {
        var (a, b, d) = (Kernels.Random(1, m, k), Kernels.Random(2, k, n), Kernels.Random(3, n, h));
        var chain = Chain(m, n, k, h, [16, 32, 16, 16], 0);
        var attention = CpuAttentionTests.Attention(1, m, n, k, 16, 32, 1, CpuAttentionTests.Mask.Causal);
        var v = Kernels.Random(3, n, k);
        foreach (var threads in (int[])[2, 3])
        {
            Assert.Equal(Kernels.Run(chain, 1, a, b, d), Kernels.Run(chain, threads, a, b, d));
            Assert.Equal(Kernels.Run(attention, 1, Kernels.Random(1, m, k), Kernels.Random(2, n, k), v),
                Kernels.Run(attention, threads, Kernels.Random(1, m, k), Kernels.Random(2, n, k), v));
        }
    }

    [Theory]
    [InlineData(DataType.F32)]
    [InlineData(DataType.F16)]
    public void A_kernel_runs_again_on_new_data(DataType type)
    {
        var program = CpuGemmTests.Gemm(50, 60, 70, 64, 64, 70, type, type);
        using var kernel = CpuKernel.Prepare(program, 2);
        for (var run = 0; run < 3; run++)
        {
            var (a, b) = (Kernels.Random(run, type, 50, 70), Kernels.Random(run + 10, type, 70, 60));
            byte[][] tensors = [Kernels.Encode(type, a), Kernels.Encode(type, b), Kernels.Poison(type, 50 * 60)];
            Kernels.Run(kernel, tensors);
            var tolerance = type == DataType.F32 ? 1e-5 : 2e-3;
            Kernels.AssertClose(CpuGemmTests.Product(a, b, 50, 60, 70), Kernels.Decode(type, tensors[2]), tolerance);
        }
    }

    [Fact]
    public void Runs_on_named_tensors()
    {
        var (a, b) = (Kernels.Random(1, 20, 30), Kernels.Random(2, 30, 40));
        using var kernel = CpuKernel.Prepare(CpuGemmTests.Gemm(20, 40, 30, 16, 16, 16));
        var tensors = new Dictionary<string, TensorData>
        {
            ["A"] = TensorData.FromDoubles("A", DataType.F32, [20, 30], a),
            ["B"] = TensorData.FromDoubles("B", DataType.F32, [30, 40], b),
        };
        Assert.Equal(CpuCodes.TensorMissing, Assert.Throws<DiagnosticException>(() => kernel.Run(tensors)).Diagnostics[0].Code);
        tensors["C"] = new TensorData("C", DataType.F16, [20, 40]);
        Assert.Equal(CpuCodes.TensorMismatch, Assert.Throws<DiagnosticException>(() => kernel.Run(tensors)).Diagnostics[0].Code);
        tensors["C"] = new TensorData("C", DataType.F32, [20, 39]);
        Assert.Equal(CpuCodes.TensorMismatch, Assert.Throws<DiagnosticException>(() => kernel.Run(tensors)).Diagnostics[0].Code);
        tensors["C"] = new TensorData("C", DataType.F32, [20, 40]);
        tensors["C"].Poison();
        kernel.Run(tensors);
        Kernels.AssertClose(CpuGemmTests.Product(a, b, 20, 40, 30), tensors["C"].ToDoubles());
    }

    /// <summary>
    /// E[m, h] = sum over n of (sum over k of A[m, k] * B[k, n]) * D[n, h], everything tiled; n split into parts unless there are none.
    /// </summary>
    private static TileProgram Chain(int m, int n, int k, int h, int[] tiles, int parts)
    {
        TileAxis[] axes = [Axis("m", m, tiles[0], AxisRole.Outer), Axis("n", n, tiles[1]), Axis("k", k, tiles[2]),
            Axis("h", h, tiles[3], AxisRole.Spatial)];
        TileStatement[] body =
        [
            new Init("c"), Serial(axes[2], Load("a", "A", "m", "k"), Load("b", "B", "k", "n"), Contract("c", "a", "b", "k")),
            Serial(axes[3], Load("d", "D", "n", "h"), Contract("e", "c", "d", "n")),
        ];
        TileStatement[] loop = parts == 0 ? [Serial(axes[1], body)] : [Split(axes[1], parts, body), new Combine("e", SplitScope.Warp)];
        return Program(
            axes,
            [Tensor("A", DataType.F32, "m", "k"), Tensor("B", DataType.F32, "k", "n"), Tensor("D", DataType.F32, "n", "h")],
            [Tensor("E", DataType.F32, "m", "h")],
            [Tile("a", "m", "k"), Tile("b", "k", "n"), Tile("c", "m", "n"), Tile("d", "n", "h"), Tile("e", "m", "h*")],
            [Sum("c", "k"), Sum("e", "n")],
            Grid(axes[0], [new Init("e"), .. loop, Serial(axes[3], Store("E", ["m", "h"], "e"))]));
    }
}
