using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Text;

namespace MCFuser.Frontend.Verification;

/// <summary>Checks a graph, wherever it comes from, against the rules of the chain language (docs/language.md).</summary>
public static class GraphVerifier
{
    /// <summary>
    /// The graph with its definitions in data-flow order (the written order where data flow allows) and with the types of its
    /// intermediates: f32, or bool for truth values.
    /// </summary>
    /// <param name="graph">The graph; axes may be dynamic.</param>
    /// <param name="map">The places of its parts, for a graph that was read from a text.</param>
    /// <param name="file">What messages call the text.</param>
    /// <exception cref="DiagnosticException">The graph breaks rules; each message is about one of them.</exception>
    public static OperatorGraph Verify(OperatorGraph graph, SourceMap? map = null, string? file = null)
    {
        var report = new Report(map, file);
        var scope = new GraphScope(graph, report);
        NestingRule.Check(scope);
        report.ThrowIfAny();

        NodeRule.Check(scope);
        NameRule.Check(scope);
        ExtentRule.Check(scope);
        TensorRule.Check(scope);
        ReferenceRule.Check(scope);
        BindingRule.Check(scope);
        var ordered = DataFlowRule.Order(scope).ToList();
        var typed = KindRule.Infer(scope, ordered).ToEquatableArray();
        report.ThrowIfAny();
        return graph with { Definitions = typed };
    }
}
