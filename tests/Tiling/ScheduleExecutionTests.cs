using MCFuser.Codegen.Interpreter;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Runtime.Cpu;
using MCFuser.Tiling;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Programs;

namespace MCFuser.Tests.Tiling;

/// <summary>
/// The strongest test of the whole system: every tiling expression of every sample, on extents that nothing divides and with odd tiles, is either
/// executed and agrees with the oracle, or is refused. Extents are small, so that all of it takes seconds.
/// </summary>
public class ScheduleExecutionTests
{
    private static readonly int[] _extents = [37, 51, 23, 45, 29, 19];

    public static TheoryData<string> Samples => new(
        "attention", "biased_attention", "causal_attention", "padded_attention", "grouped_query_attention",
        "mlp", "gated_mlp", "three_gemms", "linear_attention", "row_maximum", "paper/g1");

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_expression_of_a_sample_agrees_with_the_oracle_or_is_refused(string sample)
    {
        var (graph, chain) = Shrink(sample);
        var oracle = new Oracle(graph);
        var flow = new ChainFlow(chain);
        var (executed, refused) = (0, 0);
        foreach (var expression in ExpressionEnumerator.Enumerate(chain))
        {
            foreach (var tiles in OddTiles(chain))
            {
                var candidate = new Candidate(expression, tiles);
                if (Legality.Problem(flow, candidate) is not null)
                {
                    refused++;
                    continue;
                }

                oracle.Check(chain, candidate);
                executed++;
            }
        }

        Assert.True(executed > 0 && refused > 0, $"{executed} executed, {refused} refused");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Split_reductions_are_combined(string sample)
    {
        var (graph, chain) = Shrink(sample);
        var oracle = new Oracle(graph);
        var flow = new ChainFlow(chain);
        var executed = 0;
        foreach (var expression in SearchClasses(flow))
        {
            foreach (var axis in chain.TiledAxes.Where(a => a.Role == AxisRole.Reduction))
            {
                var tiles = chain.TiledAxes.Select(a => new AxisTile(a.Name, 16)).ToEquatableArray();
                foreach (var (parts, scope) in new[] { (2, SplitScope.Warp), (3, SplitScope.Grid) })
                {
                    var candidate = new Candidate(expression, tiles, new AxisSplit(axis.Name, parts, scope));
                    if (Legality.Problem(flow, candidate) is not null) continue;
                    Assert.Contains(TileProgramBuilder.Build(chain, candidate).Body.WithNested(), s => s is Combine);
                    oracle.Check(chain, candidate);
                    executed++;
                }
            }
        }

        Assert.True(executed > 0);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Programs_that_are_equal_give_equal_bytes_and_equal_results(string sample)
    {
        var (graph, chain) = Shrink(sample);
        var oracle = new Oracle(graph);
        var flow = new ChainFlow(chain);
        foreach (var tiles in OddTiles(chain))
        {
            var unit = chain.TiledAxes.Where(a => tiles.First(t => t.Axis == a.Name).Size >= a.Extent.Value).Select(a => a.Name).ToList();
            foreach (var equal in ExpressionClass.Group(flow, ExpressionEnumerator.Enumerate(chain), unit).Where(c => c.Members.Count > 1))
            {
                // The grid is no part of the program of a block; within a class, compare those that share it.
                foreach (var group in equal.Members.Select(e => new Candidate(e, tiles)).Where(c => Legality.Problem(flow, c) is null)
                    .GroupBy(c => string.Join(" ", Placer.Place(chain, c).Grid.Order(StringComparer.Ordinal))))
                {
                    var first = group.First();
                    var last = group.Last();
                    Assert.Equal(Traffic.Bytes(Placer.Place(chain, first)), Traffic.Bytes(Placer.Place(chain, last)));
                    Assert.Equal(oracle.Run(chain, first), oracle.Run(chain, last));
                }
            }
        }
    }

    private static IEnumerable<TilingExpression> SearchClasses(ChainFlow flow) =>
        ExpressionClass.Group(flow, ExpressionEnumerator.Enumerate(flow.Chain), []).Select(c => c.Representative);

    /// <summary>A sample with batch extents of 2 and others that 16 does not divide, in f32 so that a wrong element shows.</summary>
    private static (OperatorGraph Graph, OperatorChain Chain) Shrink(string sample)
    {
        var path = Repository.Path($"samples/{sample}.mcf");
        var text = File.ReadAllText(path).Replace("f16[", "f32[", StringComparison.Ordinal);
        var roles = Kernel(GraphReader.ReadText(text, path)[0]).Axes.ToDictionary(a => a.Name, a => a.Role);
        var extents = GraphReader.ReadText(text, path)[0].Axes.Select((a, i) => (a.Name, Extent: roles.GetValueOrDefault(a.Name) == AxisRole.Batch ? 2L : _extents[i % _extents.Length]));
        var graph = GraphReader.ReadText(text, path, extents.ToDictionary(e => e.Name, e => e.Extent))[0];
        return (graph, Kernel(graph));
    }

    private static OperatorChain Kernel(OperatorGraph graph) => Assert.Single(ChainFinder.Find(graph, FusionMode.Always).Kernels);

    /// <summary>All tiled; each axis whole in turn; all whole; and a mixture.</summary>
    private static IEnumerable<EquatableArray<AxisTile>> OddTiles(OperatorChain chain)
    {
        var axes = chain.TiledAxes.Select(a => a.Name).ToList();
        yield return Sizes(_ => 16);
        foreach (var whole in axes) yield return Sizes(a => a == whole ? 64 : 16);
        yield return Sizes(_ => 64);
        yield return Sizes(a => axes.IndexOf(a) % 2 == 0 ? 32 : 16);

        EquatableArray<AxisTile> Sizes(Func<string, int> size) => axes.Select(a => new AxisTile(a, size(a))).ToEquatableArray();
    }

    /// <summary>Runs candidates of one graph on the CPU and compares with the interpreter.</summary>
    private sealed class Oracle
    {
        private readonly OperatorGraph _graph;
        private readonly Dictionary<string, TensorData> _inputs;
        private readonly Reference _reference;

        public Oracle(OperatorGraph graph)
        {
            _graph = graph;
            _inputs = RandomInputs.Create(graph, 7);
            _reference = GraphInterpreter.Evaluate(graph, _inputs);
        }

        public void Check(OperatorChain chain, Candidate candidate)
        {
            var result = NumericCheck.Compare(Execute(chain, candidate), _reference, Tolerances.Of(_graph));
            Assert.True(result.Passed, $"{candidate}: {result}");
        }

        /// <summary>The bytes of all outputs.</summary>
        public byte[] Run(OperatorChain chain, Candidate candidate) => [.. Execute(chain, candidate).Values.SelectMany(t => t.Bytes.ToArray())];

        private Dictionary<string, TensorData> Execute(OperatorChain chain, Candidate candidate)
        {
            var program = TileProgramBuilder.Build(chain, candidate);
            var outputs = program.Outputs.ToDictionary(o => o.Name, o => new TensorData(o.Name, o.Type, o.Axes.Select(chain.Extent).ToEquatableArray()));
            foreach (var output in outputs.Values) output.Poison();
            using var kernel = CpuKernel.Prepare(program);
            kernel.Run(_inputs.Concat(outputs).ToDictionary());
            return outputs;
        }
    }
}
