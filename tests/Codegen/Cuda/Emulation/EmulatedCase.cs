using System.Globalization;
using MCFuser.Codegen.Cuda;
using MCFuser.Codegen.Interpreter;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Tiling;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Programs;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>A sample in some type and size, and one way to compute it; with inputs and the oracle's results.</summary>
public sealed class EmulatedCase
{
    /// <summary>Extents that tiles do not divide, the least, and some that they do.</summary>
    private static readonly long[] _extents = [1, 77, 80, 197, 257, 16, 33, 64, 127, 20];

    private static readonly int[] _tiles = [16, 16, 32, 32, 64, 128];
    private static readonly int[] _warps = [1, 2, 4, 8];

    private readonly OperatorGraph _graph;
    private readonly Reference _reference;
    private readonly double _tolerance;

    private EmulatedCase(OperatorGraph graph, Candidate candidate, CudaKernel kernel, bool isTf32, double factor)
    {
        (_graph, Candidate, Kernel) = (graph, candidate, kernel);
        Inputs = RandomInputs.Create(graph, 11);
        if (factor != 1) Raise(Inputs, factor);
        _reference = GraphInterpreter.Evaluate(graph, Inputs);
        _tolerance = Math.Max(Tolerances.Of(graph, isTf32), Sensitivity(isTf32));
        Outputs = graph.Outputs.ToDictionary(d => d.Target.Name, d => new TensorData(d.Target.Name, d.Target.Type, graph.Shape(d.Target).ToEquatableArray()));
        Extents = graph.Axes.ToDictionary(a => a.Name, a => a.Extent.Value);
    }

    public OperatorGraph Graph => _graph;

    public Candidate Candidate { get; }

    public CudaKernel Kernel { get; }

    public IReadOnlyDictionary<string, long> Extents { get; }

    public Dictionary<string, TensorData> Inputs { get; }

    public Dictionary<string, TensorData> Outputs { get; }

    public EmulatedLaunch Launch => Emulator.Launch(Kernel, Extents, Inputs, Outputs);

    /// <summary>Draws sizes, a tiling expression, tiles and perhaps a split until there is a kernel for them.</summary>
    /// <param name="type">Stands for f16 in the sample.</param>
    /// <param name="work">The most multiply-adds.</param>
    public static EmulatedCase Draw(string sample, DataType type, Precision f32, ulong seed, long work)
    {
        var random = SplitMix64.For(seed, $"{sample} {type} {f32}");
        for (var attempt = 0; attempt < 1000; attempt++)
            if (DrawKernel(sample, type, f32, work, random) is var (graph, candidate, kernel) && kernel is not null)
                return new EmulatedCase(graph, candidate, kernel, f32 == Precision.TF32, 1);

        throw new InvalidOperationException($"no kernel for {sample} in {type.Text()}");
    }

    /// <summary>The case of a schedule that is known to have a kernel.</summary>
    /// <param name="extents"><c>m=80,n=77</c>; axes that the sample lacks are left out.</param>
    /// <param name="tiles">As the extents.</param>
    /// <param name="split"><c>n=4:warp</c>, or empty.</param>
    /// <param name="factor">Of some rows of the inputs.</param>
    public static EmulatedCase Of(string sample, DataType type, string extents, string tiling, string tiles, string split, Schedule schedule, double factor = 1)
    {
        var (_, declared) = Read(sample, type, new Dictionary<string, long>());
        var (graph, chain) = Read(sample, type, Pairs(extents).Where(p => declared.Axes.Any(a => a.Name == p.Key)).ToDictionary());
        var sizes = Pairs(tiles);
        var candidate = new Candidate(
            TilingParser.TryParse(tiling, chain.TiledAxes.Select(a => a.Name), out _)!,
            chain.TiledAxes.Select(a => new AxisTile(a.Name, (int)Math.Min(sizes[a.Name], Padded(a)))).ToEquatableArray(),
            split.Length == 0 ? null : new AxisSplit(split[..1], split[2] - '0', split.EndsWith("warp", StringComparison.Ordinal) ? SplitScope.Warp : SplitScope.Grid),
            schedule);
        Assert.Null(Legality.Problem(new ChainFlow(chain), candidate));
        return new EmulatedCase(graph, candidate, Lower(chain, candidate, Precision.F32), false, factor);
    }

    public string? Mismatch(EmulationResult result)
    {
        var check = NumericCheck.Compare(Emulator.Outputs(Kernel, result, Outputs), _reference, _tolerance);
        return check.Passed ? null : check.ToString();
    }

    public override string ToString() => $"{Kernel.Entry} {string.Join(",", Extents.Select(e => $"{e.Key}={e.Value}"))} {Candidate}";

    /// <summary>
    /// The relative change of the results where each input changes by one unit in its last place. It exceeds the tolerance only where
    /// sums nearly cancel, as they do now and then where an axis between two contractions has one position.
    /// </summary>
    private double Sensitivity(bool isTf32)
    {
        var random = new SplitMix64(1);
        var moved = Inputs.ToDictionary(i => i.Key, i => Moved(i.Value));
        var results = GraphInterpreter.Evaluate(_graph, moved);
        return results.Outputs.Zip(_reference.Outputs, (x, y) => Distance(x.Values.Span, y.Values.Span)).Max();

        TensorData Moved(TensorData tensor)
        {
            var result = new TensorData(tensor.Name, tensor.Type, tensor.Shape);
            var unit = tensor.Type switch { DataType.F16 => 1.0 / 1024, DataType.BF16 => 1.0 / 128, DataType.F32 => isTf32 ? 1.0 / 1024 : 1.0 / (1 << 23), _ => 0 };
            for (var i = 0; i < tensor.Count; i++) result[i] = tensor[i] * (random.NextBetween(0, 1) == 0 ? 1 + unit : 1 - unit);
            return result;
        }
    }

    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (error, norm) = (0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(y[i])) continue;
            error += (x[i] - y[i]) * (x[i] - y[i]);
            norm += y[i] * y[i];
        }

        return norm == 0 ? 0 : Math.Sqrt(error / norm);
    }

    /// <summary>One draw; no kernel where it is not legal, or refused with a message.</summary>
    public static (OperatorGraph Graph, Candidate Candidate, CudaKernel? Kernel) DrawKernel(string sample, DataType type, Precision f32, long work, SplitMix64 random)
    {
        var (graph, chain) = DrawSizes(sample, type, random, work);
        return DrawKernel(graph, chain, f32, random);
    }

    /// <summary>A kernel of any graph that has one for the expression, tiles, split and schedule that are drawn.</summary>
    public static EmulatedCase? Draw(OperatorChain chain, SplitMix64 random) =>
        DrawKernel(ChainGraph.Of(chain), chain, Precision.F32, random) is var (graph, candidate, kernel) && kernel is not null
            ? new EmulatedCase(graph, candidate, kernel, false, 1)
            : null;

    private static (OperatorGraph Graph, Candidate Candidate, CudaKernel? Kernel) DrawKernel(OperatorGraph graph, OperatorChain chain, Precision f32, SplitMix64 random)
    {
        var expressions = ExpressionEnumerator.Enumerate(chain);
        var tiles = chain.TiledAxes.Select(a => new AxisTile(a.Name, (int)Math.Min(Pick(random, _tiles), Padded(a)))).ToEquatableArray();
        var schedule = new Schedule(WarpsM: Pick(random, _warps), Stages: (int)random.NextBetween(2, 4));
        var candidate = new Candidate(expressions[(int)random.NextBetween(0, expressions.Count - 1)], tiles, DrawSplit(chain, random), schedule);
        if (Legality.Problem(new ChainFlow(chain), candidate) is not null) return (graph, candidate, null);
        try
        {
            return (graph, candidate, Lower(chain, candidate, f32));
        }
        catch (DiagnosticException e) when (e.ExitCode == ExitCode.NoLegalSchedule)
        {
            return (graph, candidate, null);
        }
    }

    private static CudaKernel Lower(OperatorChain chain, Candidate candidate, Precision f32)
    {
        var device = DeviceCatalog.Find("a100");
        return CudaLowering.Lower(TileProgramBuilder.Build(chain, candidate, ContractionPrecision.Of(chain, device, f32)), device);
    }

    private static (OperatorGraph Graph, OperatorChain Chain) DrawSizes(string sample, DataType type, SplitMix64 random, long work)
    {
        var (_, declared) = Read(sample, type, new Dictionary<string, long>());
        while (true)
        {
            var extents = declared.Axes.ToDictionary(a => a.Name, a => a.Role == AxisRole.Batch ? random.NextBetween(1, 3) : Pick(random, _extents));
            if (declared.Contractions.Sum(c => c.Loops.Aggregate(1L, (n, a) => n * extents[a])) <= work) return Read(sample, type, extents);
        }
    }

    private static (OperatorGraph Graph, OperatorChain Chain) Read(string sample, DataType type, IReadOnlyDictionary<string, long> extents)
    {
        var path = Repository.Path($"samples/{sample}.mcf");
        var text = File.ReadAllText(path).Replace("f16[", $"{type.Text()}[", StringComparison.Ordinal);
        var graph = GraphReader.ReadText(text, path, extents.ToDictionary())[0];
        return (graph, Assert.Single(ChainFinder.Find(graph, FusionMode.Always).Kernels));
    }

    private static AxisSplit? DrawSplit(OperatorChain chain, SplitMix64 random)
    {
        var axes = chain.TiledAxes.Where(a => a.Role == AxisRole.Reduction).ToList();
        if (axes.Count == 0) return null;
        var axis = axes[(int)random.NextBetween(0, axes.Count - 1)].Name;
        return random.NextBetween(0, 3) switch
        {
            0 => new AxisSplit(axis, (int)random.NextBetween(1, 2) * 2, SplitScope.Warp),
            1 => new AxisSplit(axis, (int)random.NextBetween(2, 3), SplitScope.Grid),
            _ => null,
        };
    }

    private static long Padded(ChainAxis axis) => (axis.Extent.Value + 15) / 16 * 16;

    private static Dictionary<string, long> Pairs(string text) =>
        text.Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => long.Parse(p[1], CultureInfo.InvariantCulture));

    private static T Pick<T>(SplitMix64 random, T[] choices) => choices[random.NextBetween(0, choices.Length - 1)];

    /// <summary>A few rows are larger than the others, so that a running maximum has to be raised again and again, and not for all rows at once.</summary>
    private static void Raise(Dictionary<string, TensorData> inputs, double factor)
    {
        var random = new SplitMix64(3);
        foreach (var tensor in inputs.Values.Where(t => t.Type.IsFloat() && t.Shape.Count >= 2))
        {
            var columns = (int)tensor.Shape[^1];
            for (var row = 0; row < tensor.Count / columns; row++)
            {
                if (random.NextBetween(0, 7) > 0) continue;
                for (var i = 0; i < columns; i++) tensor[(row * columns) + i] *= factor;
            }
        }
    }
}
