using System.Globalization;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>Divides a verified graph into kernels.</summary>
public static class ChainFinder
{
    public static GraphPlan Find(OperatorGraph graph, FusionMode mode)
    {
        var steps = new StepGraph(graph);
        var joiner = mode == FusionMode.Never ? ChainJoiner.Unfused : ChainJoiner.Fused;
        var partition = joiner.Join(steps);
        return new GraphPlan(graph, Kernels(partition), LeftAloneFinder.Find(partition, joiner));
    }

    internal static EquatableArray<OperatorChain> Kernels(Partition partition)
    {
        var groups = partition.InOrder();
        var name = partition.Graph.Graph.Name;
        var kernels = groups.Index()
            .Select(g => KernelBuilder.Build(groups.Count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{g.Index}"), partition.Graph, g.Item))
            .ToEquatableArray();
        foreach (var kernel in kernels) ChainVerifier.Verify(kernel);
        return kernels;
    }
}
