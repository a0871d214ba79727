using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuTransferTests
{
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
                Grid(axes[0], Serial(axes[1], Serial(axes[2], Load("x", "X", "m", "b", "n"), new Map("y", Of("x")),
                    Store("Y", ["n", "m", "b"], "y")))));
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
        foreach (var tile in (string[][])[["m", "n", "h"], ["h", "m", "n"]])
            Assert.Equal(expected, Kernels.Run(Gather(m, n, h, r, tile, type), index, table));
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
            var program = Gather(m, n, h, r, ["m", "n", "h"], DataType.I32);
            var error = Assert.Throws<DiagnosticException>(() => Kernels.Run(program, threads, index, table));
            Assert.Equal(CpuCodes.IndexOutOfRange, error.Diagnostics[0].Code);
            Assert.Equal($"tensor T: index I[m, n] is {bad} at m = 40, n = 5, outside of dimension 0 with extent 9",
                error.Diagnostics[0].Problem);
        }
    }

    [Fact]
    public void Of_many_failures_the_first_is_reported()
    {
        var (m, n, h, r) = (64, 64, 8, 9);
        double[] index = [.. Enumerable.Repeat(-5.0, m * n)];
        var table = Kernels.Random(1, r, h);
        for (var run = 0; run < 20; run++)
        {
            var program = Gather(m, n, h, r, ["m", "n", "h"], DataType.I64);
            var error = Assert.Throws<DiagnosticException>(() => Kernels.Run(program, 3, index, table));
            Assert.Contains("at m = 0, n = 0,", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Every task loads the same values, but the one before it has changed them in place.</summary>
    [Fact]
    public void Loads_again_what_was_overwritten()
    {
        TileAxis[] axes = [Axis("b", 3, 1, AxisRole.Batch), Axis("n", 40, 40)];
        var program = Program(
            axes,
            [Tensor("X", DataType.F32, "n")],
            [Tensor("Y", DataType.F32, "b", "n")],
            [Tile("x", "n")],
            [],
            Grid(axes[0], Load("x", "X", "n"), new Map("x", Times(Of("x"), new Number(2))), Store("Y", ["b", "n"], "x")));
        var x = Kernels.Random(1, 40);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => 2 * x[i % 40]), Kernels.Run(program, 1, x));
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
            (new IndexFloorDivide(new IndexAdd(i, new IndexConstant(-39)), new IndexConstant(-5)), x => (int)Math.Floor((x - 39) / -5.0)),
        ];
        var x = Kernels.Random(1, 100);
        foreach (var (index, exact) in cases)
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

        var outside = Program(axes, [Tensor("X", DataType.F32, "d")], [Tensor("Y", DataType.F32, "n")], [Tile("x", "n")], [],
            Grid(axes[0], new Load("x", "X", [new IndexModulo(i, new IndexConstant(-3))]), Store("Y", ["n"], "x")));
        Assert.Throws<DiagnosticException>(() => Kernels.Run(outside, x));
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
            Grid(axes[0], Grid(axes[1], new Load("x", "T", [new IndexRead("I", At("m", "n")), new IndexAxis("h")]),
                Store("Y", ["m", "n", "h"], "x"))));
    }
}
