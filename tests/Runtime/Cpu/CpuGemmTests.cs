using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuGemmTests
{
    private static readonly int[] Extents = [1, 7, 16, 77, 197];

    public static TheoryData<int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int>();
        foreach (var m in Extents)
        {
            foreach (var n in Extents)
            {
                foreach (var k in Extents) shapes.Add(m, n, k);
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiplies_every_shape(int m, int n, int k)
    {
        var (a, b) = (Kernels.Random(1, m, k), Kernels.Random(2, k, n));
        Kernels.AssertClose(Product(a, b, m, n, k), Kernels.Run(Gemm(m, n, k, 32, 48, 64), a, b));
    }

    [Theory]
    [InlineData(DataType.F32, DataType.F16)]
    [InlineData(DataType.F16, DataType.BF16)]
    [InlineData(DataType.BF16, DataType.F32)]
    [InlineData(DataType.I32, DataType.I64)]
    [InlineData(DataType.I64, DataType.Bool)]
    [InlineData(DataType.Bool, DataType.I32)]
    public void Multiplies_every_storage_type(DataType input, DataType output)
    {
        var (m, n, k) = (37, 45, 29);
        double Value(int i) => input == DataType.Bool ? i % 3 == 0 ? 1 : 0 : input.IsInteger() ? (i % 7) - 3 : ((i % 19) - 9) / 16.0;
        double[] a = [.. Enumerable.Range(0, m * k).Select(Value)], b = [.. Enumerable.Range(0, k * n).Select(i => Value(i * 5))];
        var exact = Product(a, b, m, n, k);
        var expected = Kernels.Decode(output, Kernels.Encode(output, exact));
        Assert.Equal(expected, Kernels.Run(Gemm(m, n, k, 16, 16, 16, input, output), a, b));
    }

    [Theory]
    [InlineData("mk", "nk", "mn")]
    [InlineData("km", "kn", "mn")]
    [InlineData("km", "nk", "mn")]
    [InlineData("mk", "kn", "nm")]
    [InlineData("mk", "nk", "nm")]
    [InlineData("km", "nk", "nm")]
    public void Contracts_tiles_of_every_layout(string left, string right, string sum)
    {
        foreach (var (m, n, k, tile) in ((int, int, int, int)[])[(77, 45, 33, 32), (140, 77, 530, 1000), (300, 5, 40, 1000)])
        {
            var (a, b) = (Kernels.Random(1, m, k), Kernels.Random(2, k, n));
            var program = Gemm(m, n, k, tile, tile, tile);
            TileBuffer Layout(string tile, string axes) => Tile(tile, [.. axes.Select(c => c.ToString())]);
            program = program with { Buffers = [Layout("a", left), Layout("b", right), Layout("c", sum)] };
            var expected = Product(a, b, m, n, k);
            Kernels.AssertClose(expected, Kernels.Run(program, a, b));

            // Without the loop over k the product replaces the sum.
            var inner = (For)((For)program.Body[0]).Body[0];
            var flat = inner with { Body = [.. inner.Body.SelectMany(s => tile >= k && s is For loop ? loop.Body : [s])] };
            Kernels.AssertClose(expected, Kernels.Run(program with { Body = [(For)program.Body[0] with { Body = [flat] }] }, a, b));
        }
    }

    /// <summary>Tiles of n that are no multiple of a vector lie side by side; none may reach into its neighbour.</summary>
    [Theory]
    [InlineData(13, 5)]
    [InlineData(50, 20)]
    public void Keeps_every_tile_of_a_product_alive(int n, int tile)
    {
        var (m, k) = (7, 9);
        TileAxis[] axes = [Axis("m", m, m), Axis("n", n, tile), Axis("k", k, k)];
        var program = Program(
            axes,
            [Tensor("A", DataType.F32, "m", "k"), Tensor("B", DataType.F32, "k", "n")],
            [Tensor("C", DataType.F32, "m", "n")],
            [Tile("a", "m", "k"), Tile("b", "k", "n"), Tile("c", "m", "n*")],
            [Sum("c", "k")],
            Load("a", "A", "m", "k"),
            Serial(axes[1], Load("b", "B", "k", "n"), new Init("c"), Contract("c", "a", "b", "k")),
            Store("C", ["m", "n"], "c"));
        var (x, y) = (Kernels.Random(1, m, k), Kernels.Random(2, k, n));
        var expected = Product(x, y, m, n, k);
        Kernels.AssertClose(expected, Kernels.Run(program, x, y));

        // The parts of a split over n share the sum, which is over k.
        var split = Split(axes[1], 2, Load("b", "B", "k", "n"), Contract("c", "a", "b", "k"));
        program = program with { Body = [program.Body[0], new Init("c"), split, program.Body[2]] };
        Kernels.AssertClose(expected, Kernels.Run(program, x, y));
    }

    [Fact]
    public void A_sum_is_0_between_its_start_and_its_first_product()
    {
        var (m, n, k) = (20, 30, 10);
        var program = Gemm(m, n, k, m, n, k);
        program = program with
        {
            Outputs = [program.Outputs[0], Tensor("Z", DataType.F32, "m", "n")],
            Body =
            [
                Load("a", "A", "m", "k"), Load("b", "B", "k", "n"), new Init("c"), Store("Z", ["m", "n"], "c"),
                Contract("c", "a", "b", "k"), Contract("c", "a", "b", "k"), Store("C", ["m", "n"], "c"),
            ],
        };
        using var kernel = CpuKernel.Prepare(program);
        var (a, b) = (Kernels.Random(1, m, k), Kernels.Random(2, k, n));
        byte[][] tensors =
        [
            Kernels.Encode(DataType.F32, a), Kernels.Encode(DataType.F32, b), Kernels.Poison(DataType.F32, m * n), Kernels.Poison(DataType.F32, m * n),
        ];
        for (var run = 0; run < 2; run++)
        {
            Kernels.Run(kernel, tensors);
            Assert.All(Kernels.Decode(DataType.F32, tensors[3]), z => Assert.Equal(0, z));
            Kernels.AssertClose([.. Product(a, b, m, n, k).Select(c => 2 * c)], Kernels.Decode(DataType.F32, tensors[2]));
        }
    }

    [Fact]
    public void Contracts_several_axes_of_each_kind()
    {
        int b = 3, m = 5, r = 4, n = 9, h = 3, k = 6, d = 5;
        TileAxis[] axes =
            [Axis("b", b, b), Axis("m", m, 2), Axis("r", r, r), Axis("n", n, 4), Axis("h", h, h), Axis("k", k, 3), Axis("d", d, d)];
        var program = Program(
            axes,
            [Tensor("A", DataType.F32, "m", "b", "k", "r", "d"), Tensor("B", DataType.F32, "d", "n", "k", "b", "h")],
            [Tensor("C", DataType.F32, "b", "m", "r", "n", "h")],
            [Tile("a", "b", "m", "r", "k", "d"), Tile("x", "b", "k", "d", "n", "h"), Tile("c", "b", "m", "r", "n", "h")],
            [Sum("c", "k", "d")],
            Grid(axes[1], Grid(axes[3],
                new Init("c"),
                Serial(axes[5], Load("a", "A", "m", "b", "k", "r", "d"), Load("x", "B", "d", "n", "k", "b", "h"),
                    Contract("c", "a", "x", "k", "d")),
                Store("C", ["b", "m", "r", "n", "h"], "c"))));
        var (x, y) = (Kernels.Random(1, m, b, k, r, d), Kernels.Random(2, d, n, k, b, h));
        var expected = new double[b * m * r * n * h];
        for (var i = 0; i < expected.Length; i++)
        {
            var (ib, im, ir, iN, ih) = (i / (m * r * n * h), i / (r * n * h) % m, i / (n * h) % r, i / h % n, i % h);
            for (var ik = 0; ik < k; ik++)
            {
                for (var id = 0; id < d; id++)
                {
                    var first = ((((((im * b) + ib) * k) + ik) * r) + ir) * d + id;
                    var second = ((((((id * n) + iN) * k) + ik) * b) + ib) * h + ih;
                    expected[i] += x[first] * y[second];
                }
            }
        }

        Kernels.AssertClose(expected, Kernels.Run(program, x, y));
    }

    [Fact]
    public void Reduces_axes_of_one_operand_and_broadcasts_others()
    {
        int m = 6, n = 21, k = 5, j = 4;
        TileAxis[] axes = [Axis("m", m, m), Axis("n", n, n), Axis("k", k, k), Axis("j", j, j)];
        var program = Program(
            axes,
            [Tensor("A", DataType.F32, "m", "k"), Tensor("B", DataType.F32, "j")],
            [Tensor("C", DataType.F32, "m", "n")],
            [Tile("a", "m", "k"), Tile("b", "j"), Tile("c", "m", "n")],
            [Sum("c", "k", "j")],
            Load("a", "A", "m", "k"), Load("b", "B", "j"), new Init("c"), Contract("c", "a", "b", "k", "j"), Store("C", ["m", "n"], "c"));
        var (x, y) = (Kernels.Random(1, m, k), Kernels.Random(2, j));
        double[] expected = [.. Enumerable.Range(0, m * n).Select(i => x.AsSpan(i / n * k, k).ToArray().Sum() * y.Sum())];
        Kernels.AssertClose(expected, Kernels.Run(program, x, y));
    }

    /// <summary>C[m, n] = sum over k of A[m, k] * B[k, n], all axes tiled.</summary>
    internal static TileProgram Gemm(
        int m, int n, int k, int tileM, int tileN, int tileK, DataType input = DataType.F32, DataType output = DataType.F32)
    {
        TileAxis[] axes = [Axis("m", m, tileM, AxisRole.Outer), Axis("n", n, tileN, AxisRole.Spatial), Axis("k", k, tileK)];
        return Program(
            axes,
            [Tensor("A", input, "m", "k"), Tensor("B", input, "k", "n")],
            [Tensor("C", output, "m", "n")],
            [Tile("a", "m", "k"), Tile("b", "k", "n"), Tile("c", "m", "n")],
            [Sum("c", "k")],
            Grid(axes[0], Grid(axes[1],
                new Init("c"),
                Serial(axes[2], Load("a", "A", "m", "k"), Load("b", "B", "k", "n"), Contract("c", "a", "b", "k")),
                Store("C", ["m", "n"], "c"))));
    }

    internal static double[] Product(double[] a, double[] b, int m, int n, int k)
    {
        var c = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var l = 0; l < k; l++)
            {
                for (var j = 0; j < n; j++) c[(i * n) + j] += a[(i * k) + l] * b[(l * n) + j];
            }
        }

        return c;
    }
}
