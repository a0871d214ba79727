namespace MCFuser.Frontend.Chains.Joins;

/// <summary>Within a kernel a step is read at exactly its own axes; anything else needs addresses.</summary>
internal sealed class OwnAxesOnly : IJoinRule
{
    public string? Refuse(Join join) =>
        join.Graph.Edges
            .Where(e => Connects(e, join.Producers, join.Consumers) || Connects(e, join.Consumers, join.Producers))
            .Select(e => e.Obstacle)
            .FirstOrDefault(obstacle => obstacle is not null);

    private static bool Connects(StepEdge edge, IReadOnlyList<int> from, IReadOnlyList<int> to) => from.Contains(edge.Producer) && to.Contains(edge.Consumer);
}
