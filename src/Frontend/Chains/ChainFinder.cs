using System.Globalization;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>Divides a verified graph into kernels.</summary>
public static class ChainFinder
{
    /// <param name="graph">The graph.</param>
    /// <param name="mode">How far to join.</param>
    /// <param name="judge">In <see cref="FusionMode.Auto"/>, whether contractions are worth joining; without one they are.</param>
    public static GraphPlan Find(OperatorGraph graph, FusionMode mode, JoinJudge? judge = null)
    {
        var steps = new StepGraph(graph);
        var joiner = ChainJoiner.For(mode, judge);
        var partition = joiner.Join(steps);
        return new GraphPlan(graph, Kernels(partition), LeftAloneFinder.Find(partition, joiner));
    }

    internal static EquatableArray<OperatorChain> Kernels(Partition partition)
    {
        var groups = partition.InOrder();
        var graph = partition.Graph;
        var name = graph.Graph.Name;
        var kernels = groups.Index()
            .Select(g => KernelBuilder.Build(groups.Count == 1 ? name : Numbered(name, g.Index), graph, g.Item))
            .ToEquatableArray();
        foreach (var kernel in kernels) ChainVerifier.Verify(kernel);
        return kernels;
    }

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
}
