using MCFuser.Frontend.Chains.Joins;

namespace MCFuser.Frontend.Chains;

/// <summary>Joins steps to groups for as long as the rules allow it, those first that keep the largest results out of memory.</summary>
internal sealed class ChainJoiner(params IReadOnlyList<IJoinRule> rules)
{
    private const int MostContractions = 4;

    /// <summary>Every contraction has a kernel of its own, and what is memory-intensive is joined to one.</summary>
    public static ChainJoiner OneContraction { get; } = new(Rules(1));

    public static ChainJoiner For(FusionMode mode, JoinJudge? judge) => mode switch
    {
        FusionMode.Never => new ChainJoiner(new OwnAxesOnly(), new UnfusedForm(), new NoDetour(), new WholeAxisLimit()),
        FusionMode.Auto when judge is not null => new ChainJoiner([.. Rules(MostContractions), new Worthwhile(judge)]),
        _ => new ChainJoiner(Rules(MostContractions)),
    };

    public Partition Join(StepGraph graph)
    {
        var partition = new Partition(graph);
        var open = graph.Edges.Where(e => e.Obstacle is null).OrderByDescending(e => graph.Elements(e.Producer)).ToList();
        for (var before = -1; before != open.Count;)
        {
            before = open.Count;
            open.RemoveAll(edge => TryJoin(partition, edge));
        }

        return partition;
    }

    /// <summary>Why the groups of an edge's ends are apart; null if they could be joined or are one.</summary>
    public string? Refusal(Partition partition, StepEdge edge)
    {
        if (partition.GroupOf(edge.Producer) == partition.GroupOf(edge.Consumer)) return null;
        var join = new Join(partition, edge);
        return rules.Select(r => r.Refuse(join)).FirstOrDefault(reason => reason is not null);
    }

    private static IReadOnlyList<IJoinRule> Rules(int contractions) =>
    [
        new OwnAxesOnly(),
        new ContractionLimit(contractions),
        new NoDetour(),
        new TiledAxisLimit(),
        new WholeAxisLimit(),
        new GridAxisKept(),
        new GridOfChainKept(contractions),
    ];

    private bool TryJoin(Partition partition, StepEdge edge)
    {
        if (Refusal(partition, edge) is not null) return false;
        partition.Join(edge.Producer, edge.Consumer);
        return true;
    }
}
