namespace MCFuser.Frontend.Chains.Joins;

/// <summary>A kernel may not need a result that is computed from its own: no path leaves a group and enters it again.</summary>
internal sealed class NoDetour : IJoinRule
{
    public string? Refuse(Join join) =>
        join.Partition.IsDetourBetween(join.Edge.Producer, join.Edge.Consumer)
            ? $"another kernel has to run between {join.Graph.Steps[join.Edge.Producer].Target.Name} and {join.Graph.Steps[join.Edge.Consumer].Target.Name}"
            : null;
}
