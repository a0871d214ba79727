using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>A step that reads another.</summary>
/// <param name="Producer">The number of the step that is read.</param>
/// <param name="Consumer">The number of the reader.</param>
/// <param name="Obstacle">Why the value between them must be in memory; null if it can stay on chip.</param>
internal sealed record StepEdge(int Producer, int Consumer, string? Obstacle);

/// <summary>The steps of a graph that its outputs need, numbered in data-flow order, and who reads whom.</summary>
internal sealed class StepGraph
{
    private readonly HashSet<string> _outputs;

    public StepGraph(OperatorGraph graph)
    {
        Graph = graph;
        OperandType = StorageTypes.OperandType(graph);
        _outputs = [.. graph.Outputs.Select(o => o.Target.Name)];
        Names = [.. graph.Axes.Select(a => a.Name), .. graph.Inputs.Select(t => t.Name), .. graph.Definitions.Select(d => d.Target.Name)];
        var all = graph.Definitions
            .SelectMany(d => StepNormalizer.Normalize(graph, d).Select(step => (Step: step, Definition: d.Target.Name)))
            .ToList();
        var needed = Needed(all.ConvertAll(s => s.Step));
        all.RemoveAll(s => !needed.Contains(s.Step.Target.Name));
        Steps = [.. all.Select(s => s.Step)];
        Definitions = [.. all.Select(s => s.Definition)];
        var producers = Steps.Index().ToDictionary(s => s.Item.Target.Name, s => s.Index);
        Edges = [.. Steps.Index().SelectMany(s => s.Item.TensorsRead()
            .Where(producers.ContainsKey)
            .Select(name => producers[name])
            .Order()
            .Select(p => new StepEdge(p, s.Index, StepReads.Obstacle(s.Item, Steps[p].Target))))];
        Into = [.. Steps.Index().Select(s => Edges.Where(e => e.Consumer == s.Index).ToArray())];
        OutOf = [.. Steps.Index().Select(s => Edges.Where(e => e.Producer == s.Index).ToArray())];
    }

    public OperatorGraph Graph { get; }

    public DataType OperandType { get; }

    /// <summary>The names of all axes and tensors.</summary>
    public string[] Names { get; }

    public ChainStep[] Steps { get; }

    /// <summary>For each step the definition that it was made for.</summary>
    public string[] Definitions { get; }

    /// <summary>In order of the consumer, then of the producer.</summary>
    public StepEdge[] Edges { get; }

    /// <summary>By consumer.</summary>
    public StepEdge[][] Into { get; }

    /// <summary>By producer.</summary>
    public StepEdge[][] OutOf { get; }

    public bool IsGraphOutput(int step) => _outputs.Contains(Steps[step].Target.Name);

    /// <summary>How many elements a step's result has, at the largest extents.</summary>
    public long Elements(int step) => Steps[step].Target.Axes.Aggregate(1L, (n, axis) => n * Graph.FindAxis(axis).Extent.Upper());

    private HashSet<string> Needed(IEnumerable<ChainStep> steps)
    {
        var needed = new HashSet<string>(_outputs);
        foreach (var step in steps.Reverse())
            if (needed.Contains(step.Target.Name)) needed.UnionWith(step.TensorsRead());
        return needed;
    }
}
