using MCFuser.Core.Diagnostics;
using MCFuser.Frontend.Text;

namespace MCFuser.Frontend;

/// <summary>Collects what is wrong with one text or graph, so that one run shows all of it.</summary>
internal sealed class Report(SourceMap? map, string? file)
{
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>Whether further messages are dropped, so that a message that is costly to write need not be.</summary>
    public bool IsFull => _diagnostics.Count >= Limits.Messages;

    public void Add(Diagnostic diagnostic, SourceSpan? span)
    {
        if (!IsFull) _diagnostics.Add(diagnostic with { File = file, Span = span });
    }

    /// <summary>A message about a part of the graph.</summary>
    public void On(object node, Diagnostic diagnostic) => Add(diagnostic, map?.Find(node));

    /// <summary>A message about one of the names that a node lists.</summary>
    public void On(object node, int listed, Diagnostic diagnostic) => Add(diagnostic, map?.Find(node, listed));

    /// <summary>Stops with everything collected, in the order of the text.</summary>
    public void ThrowIfAny()
    {
        if (_diagnostics.Count == 0) return;
        throw new DiagnosticException(ExitCode.InvalidInput, _diagnostics.OrderBy(d => d.Span?.Line).ThenBy(d => d.Span?.Column));
    }
}
