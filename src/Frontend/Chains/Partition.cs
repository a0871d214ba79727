using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains;

/// <summary>The steps of a graph in groups; each group is to become a kernel. Begins with a group for every step.</summary>
internal sealed class Partition
{
    private readonly int[] _groups;
    private readonly List<int>[] _members;
    private readonly OperatorChain?[] _chains;

    public Partition(StepGraph graph)
    {
        Graph = graph;
        _groups = [.. Enumerable.Range(0, graph.Steps.Length)];
        _members = [.. _groups.Select(g => new List<int> { g })];
        _chains = new OperatorChain?[_groups.Length];
    }

    public StepGraph Graph { get; }

    /// <summary>The number of a step's group: that of its first step.</summary>
    public int GroupOf(int step) => _groups[step];

    /// <summary>The steps that share a group with a step, in data-flow order.</summary>
    public IReadOnlyList<int> Members(int step) => _members[_groups[step]];

    /// <summary>The kernel of a step's group.</summary>
    public OperatorChain Chain(int step) => _chains[_groups[step]] ??= KernelBuilder.Build(Graph.Graph.Name, Graph, Members(step));

    public void Join(int first, int second)
    {
        var (kept, gone) = (Math.Min(_groups[first], _groups[second]), Math.Max(_groups[first], _groups[second]));
        if (kept == gone) return;
        foreach (var step in _members[gone]) _groups[step] = kept;
        _members[kept] = [.. _members[kept].Concat(_members[gone]).Order()];
        _chains[kept] = null;
    }

    /// <summary>Whether a path leads from one step's group to the other's through a third group.</summary>
    public bool IsDetourBetween(int first, int second) =>
        IsDetour(_groups[first], _groups[second]) || IsDetour(_groups[second], _groups[first]);

    /// <summary>The groups, each after those that it reads; of those that are free to go, the one that begins first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> InOrder()
    {
        var waiting = _groups.Distinct().Order().ToList();
        var ordered = new List<IReadOnlyList<int>>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(g => !Predecessors(g).Any(waiting.Contains));
            waiting.Remove(next);
            ordered.Add(_members[next]);
        }

        return ordered;
    }

    private bool IsDetour(int source, int target)
    {
        var seen = new HashSet<int> { source };
        var open = new Stack<int>(Successors(source).Where(g => g != target));
        while (open.TryPop(out var group))
        {
            if (group == target) return true;
            if (seen.Add(group)) foreach (var next in Successors(group)) open.Push(next);
        }

        return false;
    }

    private IEnumerable<int> Predecessors(int group) =>
        _members[group].SelectMany(s => Graph.Into[s]).Select(e => _groups[e.Producer]).Where(g => g != group);

    private IEnumerable<int> Successors(int group) =>
        _members[group].SelectMany(s => Graph.OutOf[s]).Select(e => _groups[e.Consumer]).Where(g => g != group);
}
