using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Verification;

namespace MCFuser.Tests.Generators;

/// <summary>
/// Valid graphs over the whole language, the same for the same seed: extents 1 to 9, contractions, maps, softmax, reductions, masks,
/// gathered and affine indices, several outputs. For inputs within -1 to 1 values stay tame (no more than a few dozens, no division by
/// what may be small), and comparisons and steps depend only on axes, integers and inputs, so that rounding cannot flip them.
/// </summary>
public static class RandomGraphs
{
    /// <param name="seed">Decides everything.</param>
    /// <param name="floats">The type of all float inputs and outputs; by default each has its own.</param>
    public static OperatorGraph Create(int seed, DataType? floats = null) => new RandomGraph(new Random(seed), floats).Create();

    /// <summary>What the elements of an integer input must stay below to be indices wherever they are used as such; at most 9.</summary>
    public static long IndexBound(OperatorGraph graph, string input) =>
        graph.Definitions.SelectMany(d => d.Value.SelfAndDescendants()).OfType<TensorRead>()
            .SelectMany(r => Bounds(graph, input, r.Tensor, r.Indices))
            .Append(9).Min();

    private static IEnumerable<long> Bounds(OperatorGraph graph, string input, string tensor, EquatableArray<IndexExpression> indices)
    {
        var shape = graph.Shape(graph.FindTensor(tensor)).ToList();
        for (var i = 0; i < indices.Count; i++)
        {
            if (indices[i] is not IndexRead(var index, var inner)) continue;
            if (index == input) yield return shape[i];
            foreach (var bound in Bounds(graph, input, index, inner)) yield return bound;
        }
    }

    private sealed class RandomGraph(Random random, DataType? floats)
    {
        private readonly List<Axis> _axes = [];
        private readonly List<Tensor> _inputs = [];
        private readonly List<Definition> _definitions = [];
        private RandomExpressions _expressions = null!;

        public OperatorGraph Create()
        {
            string[] names = ["b", "m", "n", "k", "h", "row", "g_1"];
            foreach (var name in names.Take(random.Next(3, names.Length + 1))) _axes.Add(new Axis(name, new ConstantExtent(Extent())));
            _expressions = new RandomExpressions(random, _axes, _inputs, Float);
            var count = random.Next(2, 7);
            for (var i = 0; i < count; i++) Define($"T{i}");
            var read = _definitions.SelectMany(d => d.Value.TensorsRead()).ToHashSet();
            var definitions = _definitions.Select(d => read.Contains(d.Target.Name) && random.Next(6) > 0 ? d : Output(d, read));
            return GraphVerifier.Verify(new OperatorGraph("random", [.. _axes], [.. _inputs], [.. definitions]));
        }

        /// <summary>Often the extent of an earlier axis, so that axes can take each other's place.</summary>
        private long Extent() => _axes.Count > 0 && random.Next(3) == 0 ? _axes[random.Next(_axes.Count)].Extent.Value : random.Next(1, 10);

        private DataType Float() => floats ?? (random.Next(4) switch { 0 => DataType.F16, 1 => DataType.BF16, _ => DataType.F32 });

        private void Define(string name)
        {
            var axes = _expressions.SomeAxes(random.Next(6) == 0 ? 0 : random.Next(1, 4)).ToEquatableArray();
            var isMask = random.Next(8) == 0;
            var (value, bound) = isMask ? (_expressions.Truth(axes), 1) : RandomExpressions.Tame(_expressions.Definition(axes), 8);
            var target = new Tensor(name, isMask ? DataType.Bool : DataType.F32, axes);
            _definitions.Add(new Definition(target, value, false));
            _expressions.Add(target, bound);
        }

        /// <summary>An output that is also read keeps the precision of an intermediate.</summary>
        private Definition Output(Definition definition, HashSet<string> read)
        {
            var keeps = definition.Target.Type == DataType.Bool || read.Contains(definition.Target.Name);
            return new Definition(keeps ? definition.Target : definition.Target with { Type = Float() }, definition.Value, true);
        }
    }
}
