using CsCheck;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuStateTests
{
    /// <summary>Every tile of n stays alive until a loop of its own, and each has a sum of its own.</summary>
    [Theory]
    [InlineData(77, 197, 16, 48)]
    [InlineData(5, 33, 16, 7)]
    [InlineData(20, 64, 20, 64)]
    public void Keeps_tiles_alive(int m, int n, int tileM, int tileN)
    {
        TileAxis[] axes = [Axis("m", m, tileM, AxisRole.Outer), Axis("n", n, tileN)];
        var value = new Binary(BinaryOperator.Add, Of("x"), new Binary(BinaryOperator.Add, Of("t"), Times(Of("u"), new Number(1000))));
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
                Serial(axes[1], new Map("y", value), Store("Y", ["m", "n"], "y"))));
        var x = Kernels.Random(1, m, n);
        double[] expected = new double[m * n];
        for (var row = 0; row < m; row++)
        {
            var values = x[(row * n)..((row + 1) * n)];
            var maxima = values.Chunk(tileN).Select(c => c.Max()).ToArray();
            for (var column = 0; column < n; column++)
                expected[(row * n) + column] = (2 * values[column]) + maxima[column / tileN] + (1000 * maxima.Sum());
        }

        Kernels.AssertClose(expected, Kernels.Run(program, x));
    }

    [Theory]
    [InlineData(CompareOperator.Equal)]
    [InlineData(CompareOperator.NotEqual)]
    [InlineData(CompareOperator.Less)]
    [InlineData(CompareOperator.LessOrEqual)]
    [InlineData(CompareOperator.Greater)]
    [InlineData(CompareOperator.GreaterOrEqual)]
    public void Tests_compare_the_positions_of_tiles(CompareOperator op)
    {
        var (m, n) = (40, 70);
        TileAxis[] axes = [Axis("m", m, 16, AxisRole.Outer), Axis("n", n, 16)];
        var test = new If(op, new IndexAdd(new IndexAxis("n"), new IndexConstant(-16)), new IndexAxis("m"), [new Map("y", new Number(1))]);
        var program = Program(
            axes,
            [],
            [Tensor("Y", DataType.F32, "m", "n")],
            [Tile("y", "m", "n")],
            [],
            Grid(axes[0], Serial(axes[1], new Map("y", new Number(0)), test, Store("Y", ["m", "n"], "y"))));
        double Expected(int row, int column)
        {
            var order = ((column / 16 * 16) - 16).CompareTo(row / 16 * 16);
            var holds = op switch
            {
                CompareOperator.Equal => order == 0,
                CompareOperator.NotEqual => order != 0,
                CompareOperator.Less => order < 0,
                CompareOperator.LessOrEqual => order <= 0,
                CompareOperator.Greater => order > 0,
                _ => order >= 0,
            };
            return holds ? 1 : 0;
        }

        Assert.Equal(Enumerable.Range(0, m * n).Select(i => Expected(i / n, i % n)), Kernels.Run(program));
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
                Grid(axes[0], new Init("y"), Split(axes[1], parts, Load("x", "X", "m", "n"), new Update("y", "x", null)),
                    new Combine("y", SplitScope.Warp), Store("Y", ["m"], "y")));
            var x = Kernels.Random(1, m, n);
            double Fold(double[] row) => monoid switch { Monoid.Sum => row.Sum(), Monoid.Max => row.Max(), _ => row.Min() };
            Kernels.AssertClose([.. x.Chunk(n).Select(Fold)], Kernels.Run(program, x));
            if (monoid == Monoid.Sum) continue;
            x[(7 * n) + 100] = double.NaN;
            Assert.True(double.IsNaN(Kernels.Run(program, x)[7]));
        }
    }
}
