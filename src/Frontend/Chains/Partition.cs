namespace MCFuser.Frontend.Chains;

/// <summary>The steps of a graph in groups; each group is to become a kernel. Begins with a group for every step.</summary>
internal sealed class Partition
{
    private readonly int[] _groups;

    public Partition(StepGraph graph)
    {
        Graph = graph;
        _groups = [.. Enumerable.Range(0, graph.Steps.Length)];
    }

    public StepGraph Graph { get; }

    public int GroupOf(int step) => _groups[step];

    /// <summary>The steps that share a group with a step, in data-flow order.</summary>
    public IReadOnlyList<int> Members(int step) => [.. Enumerable.Range(0, _groups.Length).Where(s => _groups[s] == _groups[step])];

    public void Join(int first, int second)
    {
        var (kept, gone) = (Math.Min(_groups[first], _groups[second]), Math.Max(_groups[first], _groups[second]));
        for (var i = 0; i < _groups.Length; i++)
            if (_groups[i] == gone) _groups[i] = kept;
    }

    /// <summary>Whether a path leads from one step's group to the other's through a third group.</summary>
    public bool IsDetourBetween(int first, int second) => IsDetour(first, second) || IsDetour(second, first);

    /// <summary>The groups such that each one reads only earlier ones; among those that are free to go, the one that begins first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> InOrder()
    {
        var waiting = _groups.Distinct().Order().ToList();
        var ordered = new List<IReadOnlyList<int>>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(g => !Graph.Edges.Any(e => _groups[e.Consumer] == g && _groups[e.Producer] != g && waiting.Contains(_groups[e.Producer])));
            waiting.Remove(next);
            ordered.Add(Members(next));
        }

        return ordered;
    }

    private bool IsDetour(int from, int to)
    {
        var (source, target) = (_groups[from], _groups[to]);
        var seen = new HashSet<int>();
        var open = new Stack<int>(Successors(source).Where(g => g != target));
        while (open.TryPop(out var group))
        {
            if (group == target) return true;
            if (seen.Add(group)) foreach (var next in Successors(group)) open.Push(next);
        }

        return false;
    }

    private IEnumerable<int> Successors(int group) =>
        Members(group).SelectMany(s => Graph.OutOf[s]).Select(e => _groups[e.Consumer]).Where(g => g != group);
}
