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

    private readonly OperatorGraph _graph;
    private readonly Reference _reference;
    private readonly double _tolerance;

    private EmulatedCase(OperatorGraph graph, Candidate candidate, CudaKernel kernel, bool isTf32, double growth)
    {
        (_graph, Candidate, Kernel) = (graph, candidate, kernel);
        Inputs = RandomInputs.Create(graph, 11);
        if (growth != 1) Grow(Inputs, growth);
        _reference = GraphInterpreter.Evaluate(graph, Inputs);
        _tolerance = Tolerances.Of(graph, isTf32);
        Outputs = graph.Outputs.ToDictionary(d => d.Target.Name, d => new TensorData(d.Target.Name, d.Target.Type, graph.Shape(d.Target).ToEquatableArray()));
        Extents = graph.Axes.ToDictionary(a => a.Name, a => a.Extent.Value);
    }

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
        {
            var (graph, chain) = DrawSizes(sample, type, random, work);
            var expressions = ExpressionEnumerator.Enumerate(chain);
            var tiles = chain.TiledAxes.Select(a => new AxisTile(a.Name, (int)Math.Min(Pick(random, _tiles), (a.Extent.Value + 15) / 16 * 16))).ToEquatableArray();
            var candidate = new Candidate(expressions[(int)random.NextBetween(0, expressions.Count - 1)], tiles, DrawSplit(chain, random));
            if (TryCreate(graph, chain, candidate, f32) is { } created) return created;
        }

        throw new InvalidOperationException($"no kernel for {sample} in {type.Text()}");
    }

    /// <summary>The case of a schedule that is known to have a kernel.</summary>
    /// <param name="growth">Over 1: what a later position of the second axis of each input is multiplied by, more and more, up to this.</param>
    public static EmulatedCase Of(string sample, DataType type, IReadOnlyDictionary<string, long> extents, string tiling, IReadOnlyDictionary<string, int> tiles, AxisSplit? split = null, double growth = 1)
    {
        var (graph, chain) = Read(sample, type, extents);
        var candidate = new Candidate(TilingParser.TryParse(tiling, chain.TiledAxes.Select(a => a.Name), out _)!, chain.TiledAxes.Select(a => new AxisTile(a.Name, tiles[a.Name])).ToEquatableArray(), split);
        Assert.Null(Legality.Problem(new ChainFlow(chain), candidate));
        return new EmulatedCase(graph, candidate, Lower(chain, candidate, Precision.F32), false, growth);
    }

    public string? Mismatch(EmulationResult result)
    {
        var check = NumericCheck.Compare(Emulator.Outputs(Kernel, result, Outputs), _reference, _tolerance);
        return check.Passed ? null : check.ToString();
    }

    public override string ToString() => $"{Kernel.Entry} {string.Join(",", Extents.Select(e => $"{e.Key}={e.Value}"))} {Candidate}";

    private static EmulatedCase? TryCreate(OperatorGraph graph, OperatorChain chain, Candidate candidate, Precision f32)
    {
        if (Legality.Problem(new ChainFlow(chain), candidate) is not null) return null;
        try
        {
            return new EmulatedCase(graph, candidate, Lower(chain, candidate, f32), f32 == Precision.TF32, 1);
        }
        catch (DiagnosticException e) when (e.ExitCode == ExitCode.NoLegalSchedule)
        {
            return null;
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
        var axis = axes[(int)random.NextBetween(0, axes.Count - 1)].Name;
        return random.NextBetween(0, 3) switch
        {
            0 => new AxisSplit(axis, (int)random.NextBetween(1, 2) * 2, SplitScope.Warp),
            1 => new AxisSplit(axis, (int)random.NextBetween(2, 3), SplitScope.Grid),
            _ => null,
        };
    }

    private static T Pick<T>(SplitMix64 random, T[] choices) => choices[random.NextBetween(0, choices.Length - 1)];

    /// <summary>Scores of attention then grow along the row, so that a running maximum has to be raised again and again.</summary>
    private static void Grow(Dictionary<string, TensorData> inputs, double growth)
    {
        foreach (var tensor in inputs.Values.Where(t => t.Type.IsFloat() && t.Shape.Count >= 2))
        {
            var (rows, columns) = (tensor.Shape[^2], tensor.Shape[^1]);
            for (var i = 0; i < tensor.Count; i++) tensor[i] *= 1 + ((growth - 1) * (i / columns % rows) / rows);
        }
    }
}
