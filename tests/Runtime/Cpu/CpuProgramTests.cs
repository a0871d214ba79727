using CsCheck;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Tensors;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuProgramTests
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
            Assert.Equal(Kernels.Run(attention, 1, Kernels.Random(1, m, k), Kernels.Random(2, n, k), v), Kernels.Run(attention, threads, Kernels.Random(1, m, k), Kernels.Random(2, n, k), v));
        }
    }

    [Fact]
    public void A_kernel_runs_again_on_new_data()
    {
        var program = CpuGemmTests.Gemm(50, 60, 70, 16, 64, 70);
        using var kernel = CpuKernel.Prepare(program, 2);
        for (var run = 0; run < 3; run++)
        {
            var (a, b) = (Kernels.Random(run, 50, 70), Kernels.Random(run + 10, 70, 60));
            byte[][] tensors = [Kernels.Encode(DataType.F32, a), Kernels.Encode(DataType.F32, b), Kernels.Poison(DataType.F32, 50 * 60)];
            Kernels.Run(kernel, tensors);
            Kernels.AssertClose(CpuGemmTests.Product(a, b, 50, 60, 70), Kernels.Decode(DataType.F32, tensors[2]));
        }
    }

    /// <summary>Every tile of n stays alive until a loop of its own, and each has a sum of its own.</summary>
    [Theory]
    [InlineData(77, 197, 16, 48)]
    [InlineData(5, 33, 16, 7)]
    [InlineData(20, 64, 20, 64)]
    public void Keeps_tiles_alive(int m, int n, int tileM, int tileN)
    {
        TileAxis[] axes = [Axis("m", m, tileM, AxisRole.Outer), Axis("n", n, tileN)];
        var program = Program(
            axes,
            [Tensor("X", DataType.F32, "m", "n")],
            [Tensor("Y", DataType.F32, "m", "n")],
            [Tile("x", "m", "n*"), Tile("t", "#n", "m"), Tile("u", "m"), Tile("y", "m", "n")],
            [new TileState("t", Monoid.Max, ["n"], ["t"], null), Sum("u", "n")],
            Grid(
                axes[0],
                new Init("u"),
                Serial(axes[1], new Init("t")),
                Serial(axes[1], Load("x", "X", "m", "n"), new Update("t", "x", null)),
                new Update("u", "t", null),
                new Map("x", Times(Of("x"), new Number(2))),
                Serial(axes[1], new Map("y", new Binary(BinaryOperator.Add, Of("x"), new Binary(BinaryOperator.Add, Of("t"), Times(Of("u"), new Number(1000))))), Store("Y", ["m", "n"], "y"))));
        var x = Kernels.Random(1, m, n);
        double[] expected = new double[m * n];
        for (var row = 0; row < m; row++)
        {
            var values = x[(row * n)..((row + 1) * n)];
            var maxima = values.Chunk(tileN).Select(c => c.Max()).ToArray();
            for (var column = 0; column < n; column++) expected[(row * n) + column] = (2 * values[column]) + maxima[column / tileN] + (1000 * maxima.Sum());
        }

        Kernels.AssertClose(expected, Kernels.Run(program, x));
    }

    [Theory]
    [InlineData(Monoid.Sum, 3)]
    [InlineData(Monoid.Max, 3)]
    [InlineData(Monoid.Min, 3)]
    [InlineData(Monoid.Sum, 50)]
    [InlineData(Monoid.Max, 1)]
    public void Reduces_in_parts_and_combines_them(Monoid monoid, int parts)
    {
        var (m, n) = (45, 197);
        foreach (var tile in (string[][])[["m", "n"], ["n", "m"]])
        {
            TileAxis[] axes = [Axis("m", m, 16, AxisRole.Outer), Axis("n", n, 16)];
            var program = Program(
                axes,
                [Tensor("X", DataType.F32, "m", "n")],
                [Tensor("Y", DataType.F32, "m")],
                [Tile("x", tile), Tile("y", "m")],
                [new TileState("y", monoid, ["n"], ["y"], null)],
                Grid(axes[0], new Init("y"), Split(axes[1], parts, Load("x", "X", "m", "n"), new Update("y", "x", null)), new Combine("y", SplitScope.Warp), Store("Y", ["m"], "y")));
            var x = Kernels.Random(1, m, n);
            double Fold(double[] row) => monoid switch { Monoid.Sum => row.Sum(), Monoid.Max => row.Max(), _ => row.Min() };
            Kernels.AssertClose([.. x.Chunk(n).Select(Fold)], Kernels.Run(program, x));
            if (monoid == Monoid.Sum) continue;
            x[(7 * n) + 100] = double.NaN;
            Assert.True(double.IsNaN(Kernels.Run(program, x)[7]));
        }
    }

    [Theory]
    [InlineData(DataType.F32)]
    [InlineData(DataType.F16)]
    [InlineData(DataType.BF16)]
    [InlineData(DataType.I32)]
    [InlineData(DataType.I64)]
    [InlineData(DataType.Bool)]
    public void Transposes_while_loading_and_storing(DataType type)
    {
        var (m, n, b) = (77, 197, 3);
        TileAxis[] axes = [Axis("b", b, 1, AxisRole.Batch), Axis("m", m, 30), Axis("n", n, 150)];
        var x = Kernels.Decode(type, Kernels.Encode(type, Kernels.Random(1, b, m, n).Select(e => 100 * e).ToArray()));
        foreach (var tile in (string[][])[["m", "n"], ["n", "m"]])
        {
            var program = Program(
                axes,
                [Tensor("X", type, "m", "b", "n")],
                [Tensor("Y", type, "n", "m", "b")],
                [Tile("x", tile), Tile("y", tile)],
                [],
                Grid(axes[0], Serial(axes[1], Serial(axes[2], Load("x", "X", "m", "b", "n"), new Map("y", Of("x")), Store("Y", ["n", "m", "b"], "y")))));
            double[] expected = [.. Enumerable.Range(0, b * m * n).Select(i => x[(((i / b % m * b) + (i % b)) * n) + (i / (b * m))])];
            Assert.Equal(expected, Kernels.Run(program, x));
        }
    }

    [Theory]
    [InlineData(DataType.I32)]
    [InlineData(DataType.I64)]
    public void Gathers_rows_and_elements(DataType type)
    {
        var (m, n, h, r) = (45, 33, 20, 9);
        var index = Enumerable.Range(0, m * n).Select(i => (double)(i * 7 % r)).ToArray();
        var table = Kernels.Random(1, r, h);
        double[] expected = [.. Enumerable.Range(0, m * n * h).Select(i => table[((int)index[i / h] * h) + (i % h)])];
        foreach (var tile in (string[][])[["m", "n", "h"], ["h", "m", "n"]]) Assert.Equal(expected, Kernels.Run(Gather(m, n, h, r, tile, type), index, table));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-1)]
    public void A_gathered_index_outside_of_its_tensor_is_reported(int bad)
    {
        var (m, n, h, r) = (45, 33, 20, 9);
        var index = new double[m * n];
        index[(40 * n) + 5] = index[(41 * n) + 2] = bad;
        var table = Kernels.Random(1, r, h);
        foreach (var threads in (int[])[1, 2, 3])
        {
            var error = Assert.Throws<DiagnosticException>(() => Kernels.Run(Gather(m, n, h, r, ["m", "n", "h"], DataType.I32), threads, index, table));
            Assert.Equal(CpuCodes.IndexOutOfRange, error.Diagnostics[0].Code);
            Assert.Equal($"tensor T: index I[m, n] is {bad} at m = 40, n = 5, outside of dimension 0 with extent 9", error.Diagnostics[0].Problem);
        }
    }

    [Fact]
    public void Indices_may_be_any_arithmetic()
    {
        var n = 40;
        TileAxis[] axes = [Axis("n", n, 16), Axis("d", 100, 100, AxisRole.Dimension)];
        IndexExpression i = new IndexAxis("n"), three = new IndexConstant(3);
        (IndexExpression Index, Func<int, int> Exact)[] cases =
        [
            (new IndexAdd(new IndexMultiply(new IndexConstant(2), i), three), x => (2 * x) + 3),
            (new IndexFloorDivide(i, three), x => x / 3),
            (new IndexModulo(i, three), x => x % 3),
            (new IndexMin(i, new IndexConstant(20)), x => Math.Min(x, 20)),
            (new IndexMax(new IndexConstant(20), i), x => Math.Max(x, 20)),
            (new IndexAdd(new IndexExtent("n"), i), x => 40 + x),
            (new IndexConstant(7), _ => 7),
            (new IndexFloorDivide(new IndexAdd(new IndexAdd(i, new IndexConstant(-9)), new IndexConstant(0)), new IndexConstant(-5)), x => (int)Math.Floor((x - 9) / -5.0)),
        ];
        var x = Kernels.Random(1, 100);
        foreach (var (index, exact) in cases.Take(7))
        {
            var program = Program(
                axes,
                [Tensor("X", DataType.F32, "d")],
                [Tensor("Y", DataType.F32, "n")],
                [Tile("x", "n")],
                [],
                Grid(axes[0], new Load("x", "X", [index]), Store("Y", ["n"], "x")));
            Assert.Equal(Enumerable.Range(0, n).Select(p => x[exact(p)]), Kernels.Run(program, x));
        }

        var outside = Program(axes, [Tensor("X", DataType.F32, "d")], [Tensor("Y", DataType.F32, "n")], [Tile("x", "n")], [], Grid(axes[0], new Load("x", "X", [cases[7].Index]), Store("Y", ["n"], "x")));
        Assert.Throws<DiagnosticException>(() => Kernels.Run(outside, x));
    }

    [Fact]
    public void A_broken_program_is_refused()
    {
        TileAxis[] axes = [Axis("n", 40, 16)];
        TileProgram Copy(Load load, TileBuffer tile) => Program(axes, [Tensor("X", DataType.F32, "n")], [Tensor("Y", DataType.F32, "n")], [tile], [], load, Store("Y", ["n"], "x"));
        Assert.Throws<InternalErrorException>(() => CpuKernel.Prepare(Copy(Load("x", "X", "n"), Tile("x", "n"))));
        Assert.Throws<InternalErrorException>(() => CpuKernel.Prepare(Copy(Load("x", "Z", "n"), Tile("x", "n*"))));
        Assert.Throws<InternalErrorException>(() => CpuKernel.Prepare(Copy(new Load("x", "X", [new IndexAdd(new IndexAxis("n"), new IndexConstant(1))]), Tile("x", "n*"))));
        CpuKernel.Prepare(Copy(Load("x", "X", "n"), Tile("x", "n*"))).Dispose();
    }

    [Fact]
    public void Scratch_memory_beyond_the_machine_is_refused()
    {
        TileAxis[] axes = [Axis("n", 1L << 20, 16), Axis("m", 1L << 20, 16)];
        var program = Program(axes, [], [Tensor("Y", DataType.F32, "n")], [Tile("x", "n*", "m*"), Tile("y", "n")], [], Grid(axes[0], new Map("y", new AxisIndex("n")), Store("Y", ["n"], "y")));
        var error = Assert.Throws<DiagnosticException>(() => CpuKernel.Prepare(program));
        Assert.Equal(CpuCodes.ScratchTooLarge, error.Diagnostics[0].Code);
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

    private static TileProgram Gather(int m, int n, int h, int r, string[] tile, DataType type)
    {
        TileAxis[] axes = [Axis("m", m, 8), Axis("n", n, 16), Axis("h", h, h), Axis("r", r, r, AxisRole.Dimension)];
        return Program(
            axes,
            [Tensor("I", type, "m", "n"), Tensor("T", DataType.F32, "r", "h")],
            [Tensor("Y", DataType.F32, "m", "n", "h")],
            [Tile("x", tile)],
            [],
            Grid(axes[0], Grid(axes[1], new Load("x", "T", [new IndexRead("I", At("m", "n")), new IndexAxis("h")]), Store("Y", ["m", "n", "h"], "x"))));
    }

    /// <summary>E[m, h] = sum over n of (sum over k of A[m, k] * B[k, n]) * D[n, h], everything tiled; n split into parts unless there are none.</summary>
    private static TileProgram Chain(int m, int n, int k, int h, int[] tiles, int parts)
    {
        TileAxis[] axes = [Axis("m", m, tiles[0], AxisRole.Outer), Axis("n", n, tiles[1]), Axis("k", k, tiles[2]), Axis("h", h, tiles[3], AxisRole.Spatial)];
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
