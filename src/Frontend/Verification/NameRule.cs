using MCFuser.Core.Diagnostics;
using MCFuser.Frontend.Names;

namespace MCFuser.Frontend.Verification;

/// <summary>Names are well-formed and not reserved; axes and tensors share one set of them.</summary>
internal static class NameRule
{
    public static void Check(GraphScope scope)
    {
        var graph = scope.Graph;
        if (!IsName(graph.Name)) scope.Report.On(graph, FrontendErrors.InvalidName(graph.Name));
        var named = graph.Axes.Select(a => (a.Name, Node: (object)a))
            .Concat(graph.Inputs.Concat(graph.Definitions.Select(d => d.Target)).Select(t => (t.Name, Node: (object)t)));
        var taken = new HashSet<string>();
        foreach (var (name, node) in named)
        {
            if (Problem(name, taken.Add(name)) is { } problem) scope.Report.On(node, problem);
        }
    }

    private static Diagnostic? Problem(string name, bool isNew)
    {
        if (!IsName(name)) return FrontendErrors.InvalidName(name);
        if (ReservedNames.Contains(name)) return FrontendErrors.ReservedName(name);
        return isNew ? null : FrontendErrors.DuplicateName(name);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= Limits.NameLength
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
