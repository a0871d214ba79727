using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Verification;

/// <summary>Definitions may stand in any order, but none may need itself.</summary>
internal static class DataFlowRule
{
    /// <summary>
    /// The definitions, each after those it reads: always the first in written order that is ready. A cycle is reported and left out.
    /// </summary>
    public static IEnumerable<Definition> Order(GraphScope scope)
    {
        var definitions = scope.Graph.Definitions;
        var places = definitions.Select((d, i) => (d.Target.Name, i)).DistinctBy(d => d.Name).ToDictionary(d => d.Name, d => d.i);
        var needs = definitions.Select(d => Needs(d, places, scope)).ToArray();
        var missing = needs.Select(n => n.Count).ToArray();
        var readers = needs.SelectMany((n, reader) => n.Select(need => (need, reader))).ToLookup(p => p.need, p => p.reader);
        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, definitions.Count).Where(i => missing[i] == 0).Select(i => (i, i)));
        var ordered = new List<Definition>();
        while (ready.TryDequeue(out var next, out _))
        {
            ordered.Add(definitions[next]);
            foreach (var reader in readers[next])
                if (--missing[reader] == 0) ready.Enqueue(reader, reader);
        }

        if (ordered.Count < definitions.Count) ReportCycle(scope, needs, missing);
        return ordered;
    }

    private static List<int> Needs(Definition definition, Dictionary<string, int> places, GraphScope scope) =>
        [.. definition.Value.TensorsRead().Where(t => !scope.IsInput(t) && places.ContainsKey(t)).Select(t => places[t])];

    /// <summary>Every definition left over needs another one: following the first need leads into a cycle.</summary>
    private static void ReportCycle(GraphScope scope, List<int>[] needs, int[] missing)
    {
        var path = new List<int>();
        var seen = new HashSet<int>();
        var at = Array.FindIndex(missing, m => m > 0);
        for (; seen.Add(at); at = needs[at].First(n => missing[n] > 0)) path.Add(at);
        var cycle = path[path.IndexOf(at)..];
        var first = cycle.IndexOf(cycle.Min());
        var targets = cycle[first..].Concat(cycle[..first]).Select(i => scope.Graph.Definitions[i].Target).ToList();
        scope.Report.On(targets[0], FrontendErrors.Cycle([.. targets.Select(t => t.Name)]));
    }
}
