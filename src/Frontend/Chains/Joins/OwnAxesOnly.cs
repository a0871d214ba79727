namespace MCFuser.Frontend.Chains.Joins;

/// <summary>Within a kernel a step is read at exactly its own axes; anything else needs addresses.</summary>
internal sealed class OwnAxesOnly : IJoinRule
{
    public string? Refuse(Join join) => Obstacle(join, join.Producers, join.Consumers) ?? Obstacle(join, join.Consumers, join.Producers);

    private static string? Obstacle(Join join, IReadOnlyList<int> from, IReadOnlyList<int> to) =>
        from.SelectMany(s => join.Graph.OutOf[s]).FirstOrDefault(e => e.Obstacle is not null && to.Contains(e.Consumer))?.Obstacle;
}
