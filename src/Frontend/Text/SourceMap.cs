using MCFuser.Core.Diagnostics;

namespace MCFuser.Frontend.Text;

/// <summary>
/// Where the parts of a graph stand in the text that it was read from: axes, tensors, definitions, expressions and indices, by reference.
/// A node also has places for the names that it lists: a tensor for its axes, a reduction for the axes it reduces, a read or
/// <c>extent</c> for the one name it starts with, an axis for its extent.
/// </summary>
public sealed class SourceMap
{
    private readonly Dictionary<object, SourceSpan> _spans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, SourceSpan[]> _listed = new(ReferenceEqualityComparer.Instance);

    /// <summary>The place of a node, or null for a node that was not read from the text.</summary>
    public SourceSpan? Find(object node) => _spans.TryGetValue(node, out var span) ? span : null;

    /// <summary>The place of one of the names that a node lists; the node's own place where that is unknown.</summary>
    public SourceSpan? Find(object node, int listed) =>
        _listed.TryGetValue(node, out var spans) && listed < spans.Length ? spans[listed] : Find(node);

    internal T Add<T>(T node, SourceSpan span, params IEnumerable<SourceSpan> listed)
        where T : class
    {
        _spans[node] = span;
        if (listed.ToArray() is { Length: > 0 } spans) _listed[node] = spans;
        return node;
    }

    /// <summary>Gives a changed copy of a node the places of the original.</summary>
    internal T Copy<T>(T copy, T original)
        where T : class
    {
        if (_spans.TryGetValue(original, out var span)) Add(copy, span, _listed.GetValueOrDefault(original, []));
        return copy;
    }
}
