using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>A step and another that reads it, whose groups might become one.</summary>
internal sealed class Join(Partition partition, StepEdge edge)
{
    private OperatorChain? _joinedChain;

    public Partition Partition => partition;

    public StepGraph Graph => partition.Graph;

    public StepEdge Edge => edge;

    /// <summary>The group of the step that is read.</summary>
    public IReadOnlyList<int> Producers { get; } = partition.Members(edge.Producer);

    /// <summary>The group of the reader.</summary>
    public IReadOnlyList<int> Consumers { get; } = partition.Members(edge.Consumer);

    public IReadOnlyList<int> Joined => [.. Producers.Concat(Consumers).Order()];

    /// <summary>The kernels of the two groups: of the producers, then of the consumers.</summary>
    public IReadOnlyList<OperatorChain> Parts => [partition.Chain(edge.Producer), partition.Chain(edge.Consumer)];

    /// <summary>The kernel that the two would become.</summary>
    public OperatorChain JoinedChain => _joinedChain ??= KernelBuilder.Build(Graph.Graph.Name, Graph, Joined);
}

/// <summary>One reason for which groups stay apart.</summary>
internal interface IJoinRule
{
    /// <summary>Why the groups may not be joined, in words that name what is to blame; null if the rule has nothing against it.</summary>
    string? Refuse(Join join);
}
