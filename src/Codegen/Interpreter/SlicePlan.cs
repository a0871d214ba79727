using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Codegen.Interpreter;

/// <summary>
/// Which steps a slice needs, and which positions of their tensors: from the outputs backwards, the same positions through a plain axis,
/// mapped ones through an affine index, all of a reduced axis, of a softmax axis, and of a gathered dimension.
/// </summary>
internal sealed class SlicePlan
{
    private readonly OperatorGraph _graph;
    private readonly Dictionary<string, EquatableArray<string>> _axes;
    private readonly HashSet<string> _inputs;
    private readonly Dictionary<string, PositionSet[]> _chosen = [];

    public SlicePlan(OperatorGraph graph, IReadOnlyList<Step> steps, Slice slice)
    {
        _graph = graph;
        _inputs = [.. graph.Inputs.Select(t => t.Name)];
        _axes = graph.Inputs.Select(t => (t.Name, t.Axes)).Concat(steps.Select(s => (s.Target, s.Axes))).ToDictionary();
        foreach (var output in graph.Outputs.Select(d => d.Target))
            _chosen[output.Name] = [.. output.Axes.Select(a => slice.Positions(a, graph.Extent(a)))];

        var needed = new Stack<Step>();
        foreach (var step in steps.Reverse())
        {
            if (!_chosen.TryGetValue(step.Target, out var positions)) continue;
            if (step is SoftmaxStep(_, var axes, var axis, _)) positions[axes.AsSpan().IndexOf(axis)] = PositionSet.All(graph.Extent(axis));
            needed.Push(step);
            Propagate(step);
        }

        Steps = [.. needed];
    }

    /// <summary>The needed steps in data-flow order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Points of all loops of all steps; a contraction's points are its multiply-adds.</summary>
    public double MultiplyAdds { get; private set; }

    /// <summary>The positions held of each dimension: chosen ones of a step's target, all of an input.</summary>
    public PositionSet[] Positions(string tensor) =>
        _chosen.TryGetValue(tensor, out var chosen) ? chosen : [.. Shape(tensor).Select(PositionSet.All)];

    /// <summary>The positions that each loop of a step visits, the target's axes first.</summary>
    public IEnumerable<PositionSet> LoopPositions(Step step) =>
        _chosen[step.Target].Concat(step.Reduced.Select(a => PositionSet.All(_graph.Extent(a))));

    public IEnumerable<long> Shape(string tensor) => _axes[tensor].Select(_graph.Extent);

    private void Propagate(Step step)
    {
        var loops = step.Loops.Zip(LoopPositions(step)).ToDictionary();
        MultiplyAdds += loops.Values.Aggregate(1.0, (product, positions) => product * positions.Count);
        foreach (var read in step.Body.SelfAndDescendants().OfType<TensorRead>())
        {
            Need(read.Tensor, read.Indices, loops);
            foreach (var inner in read.Indices.SelectMany(i => i.SelfAndDescendants()).OfType<IndexRead>())
                Need(inner.Tensor, inner.Indices, loops);
        }
    }

    private void Need(string tensor, EquatableArray<IndexExpression> indices, Dictionary<string, PositionSet> loops)
    {
        if (_inputs.Contains(tensor)) return;
        var reached = indices.Zip(Shape(tensor), (index, extent) => Reached(tensor, index, extent, loops)).ToArray();
        _chosen[tensor] = _chosen.TryGetValue(tensor, out var before) ? [.. before.Zip(reached, (x, y) => x.Union(y))] : reached;
    }

    private PositionSet Reached(string tensor, IndexExpression index, long extent, Dictionary<string, PositionSet> loops)
    {
        if (!IndexArithmetic.IsTabular(index)) return PositionSet.All(extent);
        var axis = index.Axes().FirstOrDefault();
        var visited = axis is null ? PositionSet.All(1) : loops[axis];
        if (index is IndexAxis && visited.Extent == extent) return visited;
        return PositionSet.Of(extent, visited.Select(p => IndexArithmetic.Within(tensor, index, _graph, p, extent)));
    }
}
