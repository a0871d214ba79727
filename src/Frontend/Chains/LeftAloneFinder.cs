using MCFuser.Core;
using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains;

/// <summary>Says which definitions were cut off from a reader, or share no kernel with a contraction or with anything, and why.</summary>
internal static class LeftAloneFinder
{
    public static EquatableArray<LeftAlone> Find(Partition partition, ChainJoiner joiner)
    {
        var graph = partition.Graph;
        var left = new List<LeftAlone>();
        foreach (var definition in graph.Graph.Definitions.Select(d => d.Target.Name))
        {
            var own = Enumerable.Range(0, graph.Steps.Length).Where(s => graph.Definitions[s] == definition).ToList();
            var reasons = own.Count == 0 ? ["no output needs it"] : Refusals(own.SelectMany(s => graph.OutOf[s]));
            if (reasons.Count == 0 && IsAlone(partition, own)) reasons = Refusals(own.SelectMany(s => graph.Into[s]));
            if (reasons.Count == 0 && own.Count > 0 && IsAlone(partition, own)) reasons = ["there is nothing to join it with"];
            if (reasons.Count > 0) left.Add(new LeftAlone(definition, string.Join("; ", reasons)));
        }

        return left.ToEquatableArray();

        List<string> Refusals(IEnumerable<StepEdge> edges) =>
            [.. edges.Select(e => joiner.Refusal(partition, e)).OfType<string>().Distinct()];
    }

    private static bool IsAlone(Partition partition, IReadOnlyList<int> own)
    {
        var kernel = partition.Members(own[^1]);
        return kernel.All(own.Contains) || !kernel.Any(s => partition.Graph.Steps[s] is Contraction);
    }
}
