namespace MCFuser.Frontend.Chains.Joins;

/// <summary>A kernel may not need a result that is computed from its own: no path leaves a group and enters it again.</summary>
internal sealed class NoDetour : IJoinRule
{
    public string? Refuse(Join join)
    {
        var (producer, consumer) = (join.Edge.Producer, join.Edge.Consumer);
        if (!join.Partition.IsDetourBetween(producer, consumer)) return null;
        return $"another kernel has to run between {join.Graph.Steps[producer].Target.Name} and {join.Graph.Steps[consumer].Target.Name}";
    }
}
