using System.Text.RegularExpressions;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Frontend;
using MCFuser.Portable;
using MCFuser.Tests.Codegen.Interpreter;
using MCFuser.Tests.Generators;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Portable;

/// <summary>The portable path is right on every graph and every shape, with the CPU in the place of a GPU.</summary>
public partial class PortableGraphTests(CpuInPlaceOfGpu cpu) : IClassFixture<CpuInPlaceOfGpu>
{
    /// <summary>Extents that no tile divides, and 1.</summary>
    private static readonly Dictionary<string, long>[] _odd =
    [
        new() { ["m"] = 77, ["n"] = 80, ["k"] = 1, ["h"] = 17 },
        new() { ["m"] = 1, ["n"] = 257, ["k"] = 80, ["h"] = 77 },
        new() { ["m"] = 197, ["n"] = 1, ["k"] = 17, ["h"] = 80 },
    ];

    public static TheoryData<string, DataType> Samples => new(SampleFiles.Kinds.SelectMany(s => new[] { DataType.F16, DataType.BF16, DataType.F32 }.Select(t => (s, t))));

    public static TheoryData<string> Texts => [.. GraphTexts.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Samples_on_extents_that_divide_nothing(string sample, DataType type)
    {
        var text = File.ReadAllText(SampleFiles.Path(sample)).Replace("f16", type.Text(), StringComparison.Ordinal);
        var odd = _odd[((int)type + sample.Length) % _odd.Length];
        var extents = AxisName().Matches(text).ToDictionary(m => m.Groups[1].Value, m => odd.GetValueOrDefault(m.Groups[1].Value, 2));
        PortableRun.AssertRight(cpu.Device, Read(text, extents));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_way_of_reading_and_reducing(string name) => PortableRun.AssertRight(cpu.Device, Read(GraphTexts.All[name]));

    [Fact]
    public void Random_graphs()
    {
        for (var seed = 0; seed < 150; seed++) PortableRun.AssertRight(cpu.Device, RandomGraphs.Create(seed), (ulong)seed);
    }

    [Fact]
    public void Every_function()
    {
        var lines = OperatorText.FunctionNames.Select((f, i) => $"output Y{i}: f32[m] = {f}({(f is "log" or "sqrt" or "rsqrt" ? "abs(X[m])" : "9 * X[m]")})");
        PortableRun.AssertRight(cpu.Device, Read($"chain functions(m = 99) {{\ninput X: f32[m]\n{string.Join('\n', lines)}\n}}\n"));
    }

    /// <summary>Batches, rows, columns and reduced axes of which none is a multiple of a tile, factors that are no tensors, and three of them.</summary>
    [Fact]
    public void Contractions_in_tiles()
    {
        using var device = PortableDevice.Open(DeviceKind.Cpu, isTiled: true);
        PortableRun.AssertRight(device, Read("""
            chain tiles(b = 2, m = 5, n = 7, k = 3, l = 3, h = 1) {
              input A: f32[b, m, k, l]
              input B: f32[n, l, k, b]
              input D: f32[n, h]
              input w: f32[n]
              output C: f32[m, b, n] = sum[k, l](exp(A[b, m, k, l]) * w[n] * B[n, l, k, b])
              output E: f32[b, m, h] = sum[n](C[m, b, n] * D[n, h])
            }
            """));
    }

    [Fact]
    public void What_no_operator_writes_is_no_number()
    {
        var graph = Read(GraphTexts.All["mlp"]);
        using var runner = cpu.Device.Prepare(graph, RandomInputs.Create(graph, 1));
        runner.Poison();
        Assert.All(runner.Outputs["Y"].ToSingles(), y => Assert.True(float.IsNaN(y)));
    }

    [Fact]
    public void No_number_comes_out_where_one_went_in()
    {
        var graph = Read("""
            chain none(m = 3, n = 4) {
              input X: f32[m, n]
              output A: f32[m] = max[n](X[m, n])
              output B: f32[m] = min[n](relu(X[m, n]))
              output C: f32[m, n] = softmax[n](X[m, n])
            }
            """);
        var x = TensorData.FromDoubles("X", DataType.F32, [3, 4], [1, 2, double.NaN, 3, .. Enumerable.Repeat(double.NegativeInfinity, 4), 1, 2, 3, 4]);
        using var runner = cpu.Device.Prepare(graph, new Dictionary<string, TensorData> { ["X"] = x });
        runner.Run();
        Assert.Equal([double.NaN, double.NegativeInfinity, 4], runner.Outputs["A"].ToDoubles());
        Assert.Equal([double.NaN, 0, 1], runner.Outputs["B"].ToDoubles());
        Assert.Equal([double.NaN, 0], new[] { 0, 4 }.Select(i => runner.Outputs["C"][i]));
    }

    [Fact]
    public void An_index_outside_of_its_dimension_is_named()
    {
        var graph = Read(GraphTexts.All["gather"]);
        var inputs = RandomInputs.Create(graph, 1);
        inputs["at"][5] = 21;
        using var runner = cpu.Device.Prepare(graph, inputs);
        var error = Assert.Throws<DiagnosticException>(runner.Run);
        Assert.Equal((ExitCode.InvalidInput, PortableCodes.IndexOutside), (error.ExitCode, error.Diagnostics[0].Code));
        Assert.Contains("at[m, n]", error.Message, StringComparison.Ordinal);
        Assert.Contains("extent 21", error.Message, StringComparison.Ordinal);
    }

    private static OperatorGraph Read(string text, IReadOnlyDictionary<string, long>? extents = null) => Assert.Single(GraphReader.ReadText(text, "test.mcf", extents));

    [GeneratedRegex(@"[(,] *(\w+) = \d+")]
    private static partial Regex AxisName();
}
