using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>A step and another that reads it, whose groups might become one.</summary>
internal sealed record Join(Partition Partition, StepEdge Edge)
{
    public StepGraph Graph => Partition.Graph;

    /// <summary>The group of the step that is read.</summary>
    public IReadOnlyList<int> Producers { get; } = Partition.Members(Edge.Producer);

    /// <summary>The group of the reader.</summary>
    public IReadOnlyList<int> Consumers { get; } = Partition.Members(Edge.Consumer);

    public IReadOnlyList<int> Joined => [.. Producers.Concat(Consumers).Order()];

    public OperatorChain Chain(IReadOnlyList<int> members) => KernelBuilder.Build(Graph.Graph.Name, Graph, members);
}

/// <summary>One reason for which groups stay apart.</summary>
internal interface IJoinRule
{
    /// <summary>Why the groups may not be joined, in words that name what is to blame; null if the rule has nothing against it.</summary>
    string? Refuse(Join join);
}
