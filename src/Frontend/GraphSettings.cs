using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Text;
using MCFuser.Frontend.Verification;

namespace MCFuser.Frontend;

/// <summary>Extents given from outside, as by <c>--set m=1024</c>.</summary>
public static class GraphSettings
{
    /// <summary>The graph with the given extents; a dynamic axis becomes a constant one.</summary>
    /// <exception cref="DiagnosticException">A setting names no axis, or its extent is out of the range of the axis.</exception>
    public static ParsedGraph Apply(ParsedGraph graph, IReadOnlyDictionary<string, long> overrides) =>
        Apply([graph], overrides)[0];

    /// <summary>The graphs of one file with the given extents; each setting must name an axis of at least one of them.</summary>
    /// <exception cref="DiagnosticException">A setting names no axis, or its extent is out of the range of an axis.</exception>
    public static EquatableArray<ParsedGraph> Apply(EquatableArray<ParsedGraph> graphs, IReadOnlyDictionary<string, long> overrides)
    {
        var report = new Report(null, null);
        var known = graphs.SelectMany(g => g.Graph.Axes).Select(a => a.Name).ToHashSet();
        foreach (var name in overrides.Keys.Order(StringComparer.Ordinal).Where(n => !known.Contains(n)))
            report.Add(FileErrors.UnknownSetting(name, known), null);
        var applied = graphs.Select(g => Apply(g, overrides, report)).ToEquatableArray();
        report.ThrowIfAny();
        return applied;
    }

    /// <summary>Refuses a graph with a dynamic axis, for stages that need every extent.</summary>
    /// <exception cref="DiagnosticException">An axis has no constant extent.</exception>
    public static OperatorGraph RequireConstant(OperatorGraph graph, string? file = null)
    {
        var report = new Report(null, file);
        foreach (var axis in graph.Axes.Where(a => a.Extent is SymbolicExtent)) report.Add(FileErrors.UnboundAxis(axis), null);
        report.ThrowIfAny();
        return graph;
    }

    private static ParsedGraph Apply(ParsedGraph parsed, IReadOnlyDictionary<string, long> overrides, Report report)
    {
        var axes = parsed.Graph.Axes.Select(axis =>
        {
            if (!overrides.TryGetValue(axis.Name, out var value)) return axis;
            var bound = new ConstantExtent(value);
            if (!ExtentRule.IsValid(bound) || (axis.Extent is SymbolicExtent(var low, var high) && (value < low || value > high)))
                report.Add(FileErrors.SettingOutOfRange(axis.Name, value, axis.Extent), null);
            return parsed.Map.Copy(axis with { Extent = bound }, axis);
        });
        var graph = parsed.Graph with { Axes = axes.ToEquatableArray() };
        return parsed with { Graph = parsed.Map.Copy(graph, parsed.Graph) };
    }
}
