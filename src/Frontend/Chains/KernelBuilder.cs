using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>Makes an operator chain of a group of steps.</summary>
internal static class KernelBuilder
{
    /// <param name="name">The kernel's name.</param>
    /// <param name="graph">All steps.</param>
    /// <param name="members">The group, in data-flow order.</param>
    public static OperatorChain Build(string name, StepGraph graph, IReadOnlyList<int> members)
    {
        var outputs = members.Where(m => graph.IsGraphOutput(m) || graph.OutOf[m].Any(e => !members.Contains(e.Consumer))).ToList();
        var outputNames = outputs.Select(o => graph.Steps[o].Target.Name).ToEquatableArray();
        var written = members.Select(m => outputs.Contains(m) ? graph.Steps[m] with { Target = InMemory(graph, m) } : graph.Steps[m]);
        var (steps, allAxes) = AxisSplitter.Split([.. written], graph.Graph.Axes, graph.Names);
        var inputs = Inputs(graph, members, steps);
        var used = inputs.SelectMany(t => t.Axes).Concat(steps.SelectMany(s => s.Loops)).Concat(steps.SelectMany(ExtentsRead)).ToHashSet();
        var axes = AxisRoles.Assign(allAxes.Where(a => used.Contains(a.Name)), steps, outputNames);
        return new OperatorChain(name, axes, inputs, steps.ToEquatableArray(), outputNames);
    }

    /// <summary>The graph's inputs in their order, then results of other groups.</summary>
    private static EquatableArray<Tensor> Inputs(StepGraph graph, IReadOnlyList<int> members, IReadOnlyList<ChainStep> steps)
    {
        var read = steps.SelectMany(s => s.TensorsRead()).ToHashSet();
        var results = members.SelectMany(m => graph.Into[m]).Select(e => e.Producer).Distinct().Order().Where(s => !members.Contains(s));
        return graph.Graph.Inputs.Where(t => read.Contains(t.Name)).Concat(results.Select(s => InMemory(graph, s))).ToEquatableArray();
    }

    private static Tensor InMemory(StepGraph graph, int step) => graph.Steps[step].Target with { Type = StorageTypes.Stored(graph, step) };

    private static IEnumerable<string> ExtentsRead(ChainStep step)
    {
        var nodes = step.Operands.SelectMany(o => o.SelfAndDescendants()).ToList();
        var indices = nodes.OfType<TensorRead>().SelectMany(r => r.Indices).SelectMany(i => i.SelfAndDescendants());
        return nodes.OfType<AxisExtent>().Select(e => e.Axis).Concat(indices.OfType<IndexExtent>().Select(e => e.Axis));
    }
}
