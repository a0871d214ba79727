using System.Security.Cryptography;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Frontend;

namespace MCFuser.Tests.Core.Tensors;

public class RandomInputsTests
{
    private const string Text = """
        chain c(m = 1000, d = 7) {
          input A: f16[m, d]
          input B: bf16[m, d]
          input C: f32[m, d]
          input i: i32[m]
          input j: i64[m]
          input keep: bool[m]
          output O: f32[m, d] = where(keep[m], A[m, d] + B[i[m], d], C[m, d] + i[m] * j[m])
        }
        """;

    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        var hash = string.Concat(Inputs(Text, 42).OrderBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => Convert.ToHexString(SHA256.HashData(t.Value.Bytes.Span))[..8]));
        Assert.Equal("DECDE0F47ADD0774A10EA1E8CDB6B35A217DC8FA92F43BB5", hash);
    }

    [Fact]
    public void Seeds_and_names_give_different_values()
    {
        var inputs = Inputs(Text, 1);
        Assert.NotEqual(inputs["A"].ToDoubles(), Inputs(Text, 2)["A"].ToDoubles());
        Assert.NotEqual(inputs["A"].ToDoubles(), inputs["C"].ToDoubles().Select(v => Storage.Round(DataType.F16, v)));
    }

    [Fact]
    public void Floats_fill_the_interval_and_are_never_zero()
    {
        foreach (var name in new[] { "A", "B", "C" })
        {
            var values = Inputs(Text, 3)[name].ToDoubles();
            Assert.All(values, v => Assert.True(v is >= -1 and <= 1 and not 0));
            Assert.InRange(values.Average(), -0.05, 0.05);
            Assert.InRange(values.Average(v => v * v), 0.30, 0.37);
        }
    }

    [Fact]
    public void Truth_values_are_true_three_times_in_four() => Assert.InRange(Inputs(Text, 3)["keep"].ToDoubles().Average(), 0.70, 0.80);

    [Fact]
    public void Integers_that_index_stay_within_the_dimension_and_others_are_small()
    {
        var inputs = Inputs(Text, 3);
        Assert.InRange(inputs["i"].ToDoubles().Min(), 0, 20);
        Assert.InRange(inputs["i"].ToDoubles().Max(), 980, 999);
        Assert.Equal((-4, 4), (inputs["j"].ToDoubles().Min(), inputs["j"].ToDoubles().Max()));
    }

    [Theory]
    [InlineData("output O: f32[m] = A[i[m]]", 0, 9)]
    [InlineData("output O: f32[m] = A[i[m]] + B[i[m], i[m]]", 0, 3)]
    [InlineData("output O: f32[m] = B[i[m], 0] * i[m]", 0, 4)]
    [InlineData("output O: f32[m] = where(m < i[m], A[0], 0)", 0, 6)]
    [InlineData("output O: f32[m] = where(i[m] >= m, A[j[i[m]]], 0)", 0, 5)]
    [InlineData("output O: f32[m] = i[m] + A[0]", -4, 4)]
    public void The_smallest_indexed_dimension_decides(string definition, long low, long high)
    {
        var graph = GraphReader.ReadText($$"""
            chain c(m = 6, n = 10, p = 5, q = 4) {
              input A: f32[n]
              input B: f32[p, q]
              input i: i32[m]
              input j: i32[m]
              {{definition}}
            }
            """, "c.mcf")[0];
        Assert.Equal(new IntegerRange(low, high), IntegerRange.Of(graph, "i"));
    }

    [Fact]
    public void Affine_use_is_taken_into_account()
    {
        const string Lookup = "chain c(m = 6, n = 10) { input A: f32[n] input i: i32[m] output O: f32[m] = A[i[m]] }";
        var graph = GraphReader.ReadText(Lookup, "c.mcf")[0];
        var read = new IndexRead("i", [new IndexAxis("m")]);
        Assert.Equal(new IntegerRange(2, 3), Range(Add(Multiply(2, read), new IndexConstant(-3)), "i", 5));
        Assert.Equal(new IntegerRange(0, 4), Range(Add(read, new IndexAxis("m")), "i", 10));
        Assert.Equal(new IntegerRange(-9, 0), Range(Multiply(-1, read), "i", 10));

        IntegerRange Range(IndexExpression index, string tensor, long extent)
        {
            var axes = graph.Axes.Select(a => a.Name == "n" ? a with { Extent = new ConstantExtent(extent) } : a);
            var definition = graph.Definitions[0] with { Value = new TensorRead("A", [index]) };
            return IntegerRange.Of(graph with { Axes = axes.ToEquatableArray(), Definitions = [definition] }, tensor);
        }

        static IndexExpression Add(IndexExpression x, IndexExpression y) =>
            new IndexAdd(x, y);

        static IndexExpression Multiply(long factor, IndexExpression x) =>
            new IndexMultiply(new IndexConstant(factor), x);
    }

    private static Dictionary<string, TensorData> Inputs(string text, ulong seed) =>
        RandomInputs.Create(GraphReader.ReadText(text, "c.mcf")[0], seed);
}
