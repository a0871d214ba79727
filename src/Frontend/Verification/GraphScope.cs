using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Verification;

/// <summary>The names of a graph while it is verified; of several things with one name the first counts.</summary>
internal sealed class GraphScope(OperatorGraph graph, Report report)
{
    private readonly Dictionary<string, Axis> _axes = First(graph.Axes, a => a.Name);
    private readonly Dictionary<string, Tensor> _inputs = First(graph.Inputs, t => t.Name);
    private readonly Dictionary<string, Tensor> _tensors = First(graph.Inputs.Concat(graph.Definitions.Select(d => d.Target)), t => t.Name);
    private readonly HashSet<string> _reported = [];

    public OperatorGraph Graph { get; } = graph;

    public Report Report { get; } = report;

    public bool IsInput(string tensor) => _inputs.ContainsKey(tensor);

    public Axis? FindAxis(string name) => _axes.GetValueOrDefault(name);

    public Tensor? FindTensor(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Reports an axis that does not exist, each name once.</summary>
    public void CheckAxis(string name, object node, int listed = 0)
    {
        if (FindAxis(name) is not null || Report.IsFull || !_reported.Add(name)) return;
        var isTensor = FindTensor(name) is not null;
        Report.On(node, listed, isTensor ? FrontendErrors.TensorIsNoAxis(name) : FrontendErrors.UnknownAxis(name, _axes.Keys));
    }

    /// <summary>Finds a tensor; reports one that does not exist, each name once.</summary>
    public Tensor? ResolveTensor(string name, object node)
    {
        if (FindTensor(name) is { } tensor) return tensor;
        if (Report.IsFull || !_reported.Add(name)) return null;
        var isAxis = FindAxis(name) is not null;
        Report.On(node, 0, isAxis ? FrontendErrors.AxisIsNoTensor(name) : FrontendErrors.UnknownTensor(name, _tensors.Keys));
        return null;
    }

    private static Dictionary<string, T> First<T>(IEnumerable<T> items, Func<T, string> name) =>
        items.DistinctBy(name).ToDictionary(name);
}
