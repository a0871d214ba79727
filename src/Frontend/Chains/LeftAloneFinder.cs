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
            var own = Enumerable.Range(0, graph.Steps.Length).Where(s => StepNormalizer.DefinitionOf(graph.Steps[s].Target.Name) == definition).ToList();
            var reasons = own.SelectMany(s => graph.OutOf[s]).Select(e => joiner.Refusal(partition, e)).OfType<string>().Distinct().ToList();
            if (reasons.Count == 0 && own.Count > 0 && WhyAlone(partition, own) is { } reason) reasons.Add(reason);
            if (own.Count == 0) reasons.Add("no output needs it");
            if (reasons.Count > 0) left.Add(new LeftAlone(definition, string.Join("; ", reasons)));
        }

        return left.ToEquatableArray();
    }

    private static string? WhyAlone(Partition partition, IReadOnlyList<int> own)
    {
        var kernel = partition.Members(own[^1]);
        if (!kernel.Any(s => partition.Graph.Steps[s] is Contraction)) return "no contraction is near enough to join";
        return kernel.All(own.Contains) ? "there is nothing to join it with" : null;
    }
}
