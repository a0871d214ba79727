using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuMapTests
{
    private const double Tiny = 1e-40;

    public static TheoryData<UnaryOperator> Functions() => [.. Enum.GetValues<UnaryOperator>()];

    public static TheoryData<BinaryOperator> Pairs() => [.. Enum.GetValues<BinaryOperator>()];

    public static TheoryData<CompareOperator> Comparisons() => [.. Enum.GetValues<CompareOperator>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Functions_agree_with_double_precision(UnaryOperator op)
    {
        double[] special =
        [
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, Tiny, -Tiny, 1e-30, -1e-30, 1, -1, 0.5, -0.5, 2, -2, 88,
                -88, 89, -89,
            104, -104, 1e4, -1e4, 3e38, -3e38, 1.5, -1.5, 4, -4, 10, -10,
        ];
        double[] values = [.. special, .. Enumerable.Range(-2000, 4001).Select(i => i / 100.0),
            .. Enumerable.Range(1, 300).Select(i => Math.Pow(10, (i - 150) / 10.0))];
        values = [.. values.Select(x => (double)(float)x)];
        var actual = Evaluate(new Unary(op, Of("x")), values, values);
        for (var i = 0; i < values.Length; i++) AssertNear($"{op}({values[i]})", Exact(op, values[i]), actual[i], Slack(op, values[i]));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Operators_agree_with_double_precision(BinaryOperator op)
    {
        double[] grid = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 1, -1, 2.5, -2.5, 3, -3, 0.1f, -7.75, 100, 1e20f];
        var pairs = grid.SelectMany(x => grid.Select(y => (x, y))).ToArray();
        double[] x = [.. pairs.Select(p => p.x)], y = [.. pairs.Select(p => p.y)];
        var actual = Evaluate(new Binary(op, Of("x"), Of("y")), x, y);
        for (var i = 0; i < x.Length; i++)
        {
            var exact = Exact(op, x[i], y[i]);
            AssertNear($"{op}({x[i]}, {y[i]})", exact, actual[i], 2e-7 * Math.Abs(exact));
        }
    }

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Comparisons_give_truth_values(CompareOperator op)
    {
        double[] grid = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1];
        var pairs = grid.SelectMany(x => grid.Select(y => (x, y))).ToArray();
        double[] x = [.. pairs.Select(p => p.x)], y = [.. pairs.Select(p => p.y)];
        var actual = Evaluate(new Compare(op, Of("x"), Of("y")), x, y);
        for (var i = 0; i < x.Length; i++)
        {
            var holds = op switch
            {
                CompareOperator.Equal => x[i] == y[i],
                CompareOperator.NotEqual => x[i] != y[i],
                CompareOperator.Less => x[i] < y[i],
                CompareOperator.LessOrEqual => x[i] <= y[i],
                CompareOperator.Greater => x[i] > y[i],
                _ => x[i] >= y[i],
            };
            Assert.Equal(holds ? 1 : 0, actual[i]);
        }
    }

    [Fact]
    public void The_branch_not_taken_leaves_no_trace()
    {
        double[] x = [-1, 0, 1, 4], y = [double.PositiveInfinity, double.NaN, double.NegativeInfinity, 7];
        var isPositive = new Compare(CompareOperator.GreaterOrEqual, Of("x"), new Number(0));
        var isLarge = new Compare(CompareOperator.Greater, Of("x"), new Number(3));
        Assert.Equal([-5, 0, 1, 2], Evaluate(new Select(isPositive, new Unary(UnaryOperator.Sqrt, Of("x")), new Number(-5)), x, y));
        Assert.Equal([0, 0, 0, 7], Evaluate(new Select(isLarge, Of("y"), new Number(0)), x, y));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1e-40)]
    [InlineData(3e38)]
    [InlineData(0)]
    [InlineData(double.PositiveInfinity)]
    public void Divides_by_constants(double divisor)
    {
        double[] x = [1, -7, 0, 1e-39f, 3e38f, double.PositiveInfinity, double.NaN];
        var actual = Evaluate(new Binary(BinaryOperator.Divide, Of("x"), new Number(divisor)), x, x);
        for (var i = 0; i < x.Length; i++) AssertNear($"{x[i]} / {divisor}", x[i] / (float)divisor, actual[i], 2e-7 * Math.Abs(x[i] / divisor));
    }

    [Theory]
    [InlineData(DataType.F16)]
    [InlineData(DataType.BF16)]
    [InlineData(DataType.F32)]
    [InlineData(DataType.I32)]
    [InlineData(DataType.I64)]
    [InlineData(DataType.Bool)]
    public void Casts_round_as_a_store_does(DataType type)
    {
        double[] x = [0, 0.1f, -0.75, 1.0009765625f, 1.00146484375f, 2.5, -2.5, 65504, 65519.996f, 65520, 1e-7f, 6e-8f, -3e-8f, 3e9f,
            -3e9f, 1e30f, 1.00390625, 1.01171875];
        Assert.Equal(Kernels.Decode(type, Kernels.Encode(type, x)).Select(e => (double)(float)e), Evaluate(new Cast(type, Of("x")), x, x));
        if (!type.IsFloat()) return;
        double[] special = [double.NaN, double.PositiveInfinity];
        Assert.Equal(special, Evaluate(new Cast(type, Of("x")), special, special));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 7)]
    [InlineData(33, 197)]
    [InlineData(3, 777)]
    public void Broadcasts_positions_and_tiles_with_fewer_axes(int m, int n)
    {
        TileAxis[] axes = [Axis("b", 2, 1, AxisRole.Batch), Axis("m", m, 16), Axis("n", n, 300)];
        var value = new Binary(
            BinaryOperator.Add,
            Times(Of("x"), new Binary(BinaryOperator.Add, Of("r"), Of("c"))),
            new Binary(BinaryOperator.Subtract, Times(new AxisIndex("m"), new Number(100)),
                new Binary(BinaryOperator.Add, Times(new AxisIndex("n"), Of("s")), new AxisIndex("b"))));
        var program = Program(
            axes,
            [Tensor("X", DataType.F32, "m", "n"), Tensor("R", DataType.F32, "m"), Tensor("C", DataType.F32, "n"),
                Tensor("S", DataType.F32)],
            [Tensor("Y", DataType.F32, "b", "m", "n")],
            [Tile("x", "n", "m"), Tile("r", "m"), Tile("c", "n"), Tile("s"), Tile("y", "m", "n")],
            [],
            Grid(axes[0], Grid(axes[1], Load("r", "R", "m"), Load("s", "S"), Serial(axes[2],
                Load("x", "X", "m", "n"), Load("c", "C", "n"), new Map("y", value), Store("Y", ["b", "m", "n"], "y")))));
        var (x, r, c) = (Kernels.Random(1, m, n), Kernels.Random(2, m), Kernels.Random(3, n));
        double[] expected = [.. Enumerable.Range(0, 2 * m * n).Select(i =>
        {
            var (b, row, column) = (i / (m * n), i / n % m, i % n);
            return (x[(row * n) + column] * (r[row] + c[column])) + (100 * row) - ((column * 0.25) + b);
        })];
        Kernels.AssertClose(expected, Kernels.Run(program, x, r, c, [0.25]));
    }

    /// <summary>The expression of x and y at every element.</summary>
    private static double[] Evaluate(Expression value, double[] x, double[] y)
    {
        TileAxis[] axes = [Axis("i", x.Length, 1000)];
        return Kernels.Run(
            Program(
                axes,
                [Tensor("X", DataType.F32, "i"), Tensor("Y", DataType.F32, "i")],
                [Tensor("Z", DataType.F32, "i")],
                [Tile("x", "i"), Tile("y", "i"), Tile("z", "i")],
                [],
                Grid(axes[0], Load("x", "X", "i"), Load("y", "Y", "i"), new Map("z", value), Store("Z", ["i"], "z"))),
            x,
            y);
    }

    /// <summary>Where the exact value overflows f32, a value next to the largest may stand for infinity.</summary>
    private static void AssertNear(string what, double exact, double actual, double slack)
    {
        var rounded = (double)(float)exact;
        var isNear = double.IsNaN(exact) ? double.IsNaN(actual)
            : double.IsInfinity(rounded) ? actual == rounded || Math.Abs(actual) > 3.4e38
            : Math.Abs(actual - exact) <= slack + 1.5e-45;
        Assert.True(isNear, $"{what} is {actual}, not {exact}");
    }

    /// <summary>
    /// Relative 1e-6; 1e-5 of gelu_tanh, whose argument of the exponential is large. Gelu loses relative accuracy where it is almost 0, the
    /// functions with 1 + e^-x in the divisor are 0 where that overflows,
    /// and the argument of a periodic function is reduced in f32.
    /// </summary>
    private static double Slack(UnaryOperator op, double x) => 1e-6 * op switch
    {
        UnaryOperator.Sigmoid or UnaryOperator.Silu or UnaryOperator.GeluTanh when x < -10 => Math.Abs(Exact(op, x)) + 1e-30,
        UnaryOperator.Gelu => Math.Min(Math.Abs(x), Math.Abs(Exact(op, x)) + 1),
        UnaryOperator.Sin or UnaryOperator.Cos => 1,
        UnaryOperator.GeluTanh => 10 * Math.Abs(Exact(op, x)),
        _ => Math.Abs(Exact(op, x)),
    };

    private static double Exact(UnaryOperator op, double x) => op switch
    {
        UnaryOperator.Negate => -x,
        UnaryOperator.Not => x == 0 ? 1 : 0,
        UnaryOperator.Exp => Math.Exp(x),
        UnaryOperator.Log => Math.Log(x),
        UnaryOperator.Sqrt => Math.Sqrt(x),
        UnaryOperator.Rsqrt => 1 / Math.Sqrt(x),
        UnaryOperator.Tanh => Math.Tanh(x),
        UnaryOperator.Erf => Erf(x),
        UnaryOperator.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryOperator.Relu => Math.Max(x, 0),
        UnaryOperator.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        UnaryOperator.GeluTanh => x / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        UnaryOperator.Silu => x / (1 + Math.Exp(-x)),
        UnaryOperator.Abs => Math.Abs(x),
        UnaryOperator.Sin => Math.Sin(x),
        UnaryOperator.Cos => Math.Cos(x),
        _ => Math.Floor(x),
    };

    private static double Exact(BinaryOperator op, double x, double y) => op switch
    {
        BinaryOperator.Add => x + y,
        BinaryOperator.Subtract => x - y,
        BinaryOperator.Multiply => x * y,
        BinaryOperator.Divide => x / y,
        BinaryOperator.Pow => Math.Pow(x, y),
        BinaryOperator.Mod => x % y is var r && r != 0 && r < 0 != y < 0 ? r + y : x % y,
        BinaryOperator.Max => Math.Max(x, y),
        BinaryOperator.Min => Math.Min(x, y),
        BinaryOperator.And => x != 0 && y != 0 ? 1 : 0,
        _ => x != 0 || y != 0 ? 1 : 0,
    };

    /// <summary>The Taylor series near 0, the continued fraction of erfc beyond.</summary>
    private static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        var t = Math.Abs(x);
        if (t > 6) return Math.Sign(x);
        if (t < 2.5)
        {
            double term = x, sum = x;
            for (var i = 1; i < 80; i++)
            {
                term *= -x * x / i;
                sum += term / ((2 * i) + 1);
            }

            return 2 / Math.Sqrt(Math.PI) * sum;
        }

        var fraction = 0.0;
        for (var i = 80; i > 0; i--) fraction = i / 2.0 / (t + fraction);
        return Math.Sign(x) * (1 - (Math.Exp(-t * t) / Math.Sqrt(Math.PI) / (t + fraction)));
    }
}
