using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuAttentionTests
{
    public enum Mask
    {
        None,
        Causal,

        /// <summary>Row 3 sees nothing at all, row 5 only the last position.</summary>
        BlindRows,
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 16, 16, 1)]
    [InlineData(2, 7, 77, 16, 4, 16, 1)]
    [InlineData(3, 77, 197, 64, 32, 48, 1)]
    [InlineData(2, 197, 77, 80, 64, 77, 1)]
    [InlineData(2, 64, 257, 64, 64, 32, 3)]
    [InlineData(1, 257, 129, 24, 100, 16, 4)]
    public void Online_softmax_matches_at_every_tiling(int heads, int m, int n, int k, int tileM, int tileN, int parts)
    {
        foreach (var mask in Enum.GetValues<Mask>())
        {
            var (q, key, v) = (Kernels.Random(1, heads, m, k), Kernels.Random(2, heads, n, k), Kernels.Random(3, heads, n, k));
            var expected = Reference(q, key, v, heads, m, n, k, mask);
            Kernels.AssertClose(expected, Kernels.Run(Attention(heads, m, n, k, tileM, tileN, parts, mask), q, key, v));
        }
    }

    [Theory]
    [InlineData(DataType.F16, 2e-3)]
    [InlineData(DataType.BF16, 1.5e-2)]
    public void Stores_in_half_precision(DataType type, double tolerance)
    {
        var (heads, m, n, k) = (2, 77, 130, 40);
        var (q, key, v) = (Random(1, m), Random(2, n), Random(3, n));
        var expected = Reference(q, key, v, heads, m, n, k, Mask.Causal);
        Kernels.AssertClose(expected, Kernels.Run(Attention(heads, m, n, k, 32, 64, 1, Mask.Causal, type), q, key, v), tolerance);

        double[] Random(int seed, int rows) => Kernels.Random(seed, type, heads, rows, k);
    }

    [Fact]
    public void Skips_the_tiles_that_a_mask_blanks()
    {
        var (m, n, k) = (77, 77, 16);
        var (q, key, v) = (Kernels.Random(1, m, k), Kernels.Random(2, n, k), Kernels.Random(3, n, k));
        var program = Attention(1, m, n, k, 16, 16, 1, Mask.Causal);
        var grid = (For)program.Body[0].Children[0];
        var loop = grid.Body.OfType<For>().Single();
        var tight = loop with { High = new IndexMin(new IndexConstant(n), new IndexAdd(new IndexAxis("m"), new IndexConstant(16))) };
        var last = new IndexAdd(new IndexAxis("m"), new IndexConstant(15));
        var tested = loop with { Body = [new If(CompareOperator.LessOrEqual, new IndexAxis("n"), last, loop.Body)] };
        var expected = Reference(q, key, v, 1, m, n, k, Mask.Causal);
        foreach (var changed in (For[])[tight, tested])
        {
            var inner = grid with { Body = [.. grid.Body.Select(s => s == loop ? changed : s)] };
            Kernels.AssertClose(expected, Kernels.Run(program with { Body = [(For)program.Body[0] with { Body = [inner] }] }, q, key, v));
        }
    }

    [Fact]
    public void Very_large_negative_logits_count_as_nothing()
    {
        var (m, n, k) = (3, 40, 8);
        var (q, key, v) = (Kernels.Random(1, m, k), Kernels.Random(2, n, k), Kernels.Random(3, n, k));
        var program = Attention(1, m, n, k, 16, 16, 1, Mask.Causal);
        static Expression Finite(Expression e) => e.Rewrite(x => x is Number { Value: double.NegativeInfinity } ? new Number(-3e38) : x);
        var text = program.ToString();
        var changed = program with { Body = Rewrite(program.Body, s => s is Map map ? map with { Value = Finite(map.Value) } : s) };
        Assert.NotEqual(text, changed.ToString());
        Kernels.AssertClose(Reference(q, key, v, 1, m, n, k, Mask.Causal), Kernels.Run(changed, q, key, v));
    }

    [Fact]
    public void Not_a_number_stays_in_its_row()
    {
        var (m, n, k) = (5, 40, 8);
        var (q, key, v) = (Kernels.Random(1, m, k), Kernels.Random(2, n, k), Kernels.Random(3, n, k));
        q[(2 * k) + 3] = double.NaN;
        var result = Kernels.Run(Attention(1, m, n, k, 16, 16, 1, Mask.None), q, key, v);
        for (var i = 0; i < result.Length; i++) Assert.Equal(i / k == 2, double.IsNaN(result[i]));
    }

    [Fact]
    public void Not_a_number_shows_among_logits_that_are_blank()
    {
        var (m, n) = (2, 40);
        double[] x = [.. Enumerable.Repeat(double.NegativeInfinity, m * n)];
        foreach (var place in (int[])[0, 17, n - 1])
        {
            x[place] = double.NaN;
            var result = Kernels.Run(Softmax(m, n, "m", "n"), x);
            Assert.All(result[..n], e => Assert.True(double.IsNaN(e)));
            Assert.All(result[n..], e => Assert.Equal(0, e));
            x[place] = double.NegativeInfinity;
        }
    }

    /// <summary>With the softmax whole: the exponentials are divided before the second product.</summary>
    [Theory]
    [InlineData(77, 197)]
    [InlineData(3, 1)]
    public void Finishes_whole_rows(int m, int n)
    {
        var x = Kernels.Random(1, m, n);
        Array.Fill(x, double.NegativeInfinity, 0, n);
        Kernels.AssertClose(SoftmaxOf(x, m, n), Kernels.Run(Softmax(m, n, "m", "n"), x));
        Kernels.AssertClose(SoftmaxOf(x, m, n), Kernels.Run(Softmax(m, n, "n", "m"), x));
    }

    /// <summary>The logarithm of the sum of exponentials over two axes, which needs the state and no exponentials.</summary>
    [Fact]
    public void Folds_several_axes_without_keeping_exponentials()
    {
        var (m, n, r) = (13, 40, 3);
        TileAxis[] axes = [Axis("m", m, 8, AxisRole.Outer), Axis("n", n, 16), Axis("r", r, r)];
        var value = new Binary(BinaryOperator.Add, Of("p.max"), new Unary(UnaryOperator.Log, Of("p.sum")));
        var program = Program(
            axes,
            [Tensor("X", DataType.F32, "m", "n", "r")],
            [Tensor("Y", DataType.F32, "m")],
            [Tile("x", "n", "m", "r"), Tile("y", "m"), .. SoftmaxParts("p", "m")],
            [Tiles.Softmax("p", "n", "r")],
            Grid(axes[0], new Init("p"), Serial(axes[1], Load("x", "X", "m", "n", "r"), new Update("p", "x", null)), new Map("y", value),
                Store("Y", ["m"], "y")));
        var x = Kernels.Random(1, m, n, r);
        Kernels.AssertClose([.. x.Chunk(n * r).Select(row => Math.Log(row.Sum(Math.Exp)))], Kernels.Run(program, x));
    }

    internal static TileBuffer[] SoftmaxParts(string name, params string[] dimensions) =>
        [Tile($"{name}.max", dimensions), Tile($"{name}.sum", dimensions), Tile($"{name}.scale", dimensions)];

    internal static TileProgram Attention(
        int heads, int m, int n, int k, int tileM, int tileN, int parts, Mask mask, DataType type = DataType.F32)
    {
        TileAxis[] axes =
        [
            Axis("b", heads, 1, AxisRole.Batch), Axis("m", m, tileM, AxisRole.Outer), Axis("n", n, tileN), Axis("k", k, k),
            Axis("h", k, k, AxisRole.Spatial),
        ];
        Expression logits = new Binary(BinaryOperator.Divide, Of("s"), new Unary(UnaryOperator.Sqrt, new AxisExtent("k")));
        var (row, column) = (new AxisIndex("m"), new AxisIndex("n"));
        Expression allowed = mask switch
        {
            Mask.Causal => new Compare(CompareOperator.LessOrEqual, column, row),
            _ => new Binary(
                BinaryOperator.And,
                new Compare(CompareOperator.NotEqual, row, new Number(3)),
                new Binary(BinaryOperator.Or, new Compare(CompareOperator.NotEqual, row, new Number(5)),
                    new Compare(CompareOperator.Equal, column, new Number(n - 1)))),
        };
        if (mask != Mask.None) logits = new Select(allowed, logits, new Number(double.NegativeInfinity));
        TileStatement[] body =
        [
            Load("k", "K", "b", "n", "k"), new Init("s"), Contract("s", "q", "k", "k"), new Map("p", logits), new Update("p", "p", "p"),
            Load("v", "V", "b", "n", "h"), new Map("o", Times(Of("o"), Of("p.scale"))), Contract("o", "p", "v", "n"),
        ];
        var loop = parts > 1 ? Split(axes[2], parts, body) : Serial(axes[2], body);
        Combine[] combines = parts > 1 ? [new Combine("p", SplitScope.Warp), new Combine("o", SplitScope.Warp)] : [];
        return Program(
            axes,
            [Tensor("Q", type, "b", "m", "k"), Tensor("K", type, "b", "n", "k"), Tensor("V", type, "b", "n", "h")],
            [Tensor("O", type, "b", "m", "h")],
            [
                Tile("q", "m", "k"), Tile("k", "k", "n"), Tile("v", "n", "h"), Tile("s", "m", "n"), Tile("p", "m", "n"),
                Tile("o", "m", "h"), Tile("y", "m", "h"), .. SoftmaxParts("p", "m"),
            ],
            [Sum("s", "k"), Tiles.Softmax("p", "n"), Rescaled("o", "p", "n")],
            Grid(axes[0], Grid(axes[1],
            [
                Load("q", "Q", "b", "m", "k"), new Init("p"), new Init("o"), loop, .. combines, new Finish("p", "o", "y"),
                Store("O", ["b", "m", "h"], "y"),
            ])));
    }

    /// <summary>Y[m, n] = softmax over n of X[m, n]</summary>
    private static TileProgram Softmax(int m, int n, params string[] tile)
    {
        TileAxis[] axes = [Axis("m", m, 16, AxisRole.Outer), Axis("n", n, n)];
        return Program(
            axes,
            [Tensor("X", DataType.F32, "m", "n")],
            [Tensor("Y", DataType.F32, "m", "n")],
            [Tile("x", tile), Tile("y", tile), .. SoftmaxParts("p", "m")],
            [Tiles.Softmax("p", "n")],
            Grid(
                axes[0],
                Load("x", "X", "m", "n"),
                new Init("p"),
                new Update("p", "x", "x"),
                new Finish("p", "x", "y"),
                Store("Y", ["m", "n"], "y")));
    }

    private static EquatableArray<TileStatement> Rewrite(EquatableArray<TileStatement> body, Func<TileStatement, TileStatement> change) =>
        body.Select(s => change(s is For loop ? loop with { Body = Rewrite(loop.Body, change) } : s)).ToEquatableArray();

    private static double[] Reference(double[] q, double[] key, double[] v, int heads, int m, int n, int k, Mask mask)
    {
        var result = new double[heads * m * k];
        for (var head = 0; head < heads; head++)
        {
            var logits = new double[m * n];
            for (var i = 0; i < m * n; i++)
            {
                var (row, column) = (i / n, i % n);
                var seen = mask switch { Mask.None => true, Mask.Causal => column <= row, _ => row != 3 && (row != 5 || column == n - 1) };
                var (first, second) = (((head * m) + row) * k, ((head * n) + column) * k);
                for (var l = 0; l < k; l++) logits[i] += q[first + l] * key[second + l] / Math.Sqrt(k);
                if (!seen) logits[i] = double.NegativeInfinity;
            }

            CpuGemmTests.Product(SoftmaxOf(logits, m, n), v[(head * n * k)..((head + 1) * n * k)], m, k, n).CopyTo(result, head * m * k);
        }

        return result;
    }

    private static double[] SoftmaxOf(double[] x, int m, int n)
    {
        var result = new double[m * n];
        for (var row = 0; row < m; row++)
        {
            var values = x[(row * n)..((row + 1) * n)];
            var largest = values.Max();
            if (double.IsNegativeInfinity(largest)) continue;
            var sum = values.Sum(e => Math.Exp(e - largest));
            for (var column = 0; column < n; column++) result[(row * n) + column] = Math.Exp(values[column] - largest) / sum;
        }

        return result;
    }
}
