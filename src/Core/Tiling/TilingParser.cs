namespace MCFuser.Core.Tiling;

/// <summary>
/// Reads a tiling expression: <c>mn(k,h)</c>, or <c>row.col(inner,head)</c> with axes of several letters separated by dots or spaces.
/// </summary>
public sealed class TilingParser
{
    private readonly string _text;
    private readonly HashSet<string> _axes;
    private int _position;
    private string? _problem;

    private TilingParser(string text, IEnumerable<string> axes)
    {
        _text = text;
        _axes = [.. axes];
    }

    /// <summary>The expression, or null and the reason why the text is none over these axes.</summary>
    public static TilingExpression? TryParse(string text, IEnumerable<string> axes, out string? problem)
    {
        var parser = new TilingParser(text, axes);
        var loops = parser.Sequence();
        if (parser._problem is null && parser._position < text.Length) parser.Fail($"unexpected '{text[parser._position]}'");
        problem = parser._problem ?? Repeated(loops);
        return problem is null ? new TilingExpression(loops) : null;
    }

    private static string? Repeated(EquatableArray<TilingLoop> loops)
    {
        var twice = loops.SelectMany(l => l.SelfAndDescendants()).GroupBy(l => l.Axis).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? null : $"axis '{twice.Key}' stands twice";
    }

    private EquatableArray<TilingLoop> Sequence()
    {
        Skip();
        if (_problem is not null || _position >= _text.Length || _text[_position] is ')' or ',') return [];
        if (_text[_position] == '(') return Siblings();
        return Axis() is { } axis ? [new TilingLoop(axis, Sequence())] : [];
    }

    private EquatableArray<TilingLoop> Siblings()
    {
        var loops = new List<TilingLoop>();
        do
        {
            _position++;
            var part = Sequence();
            if (_problem is null && part.Count != 1) Fail(part.Count == 0 ? "an empty place between parentheses" : "parentheses directly inside parentheses");
            loops.AddRange(part);
            if (_problem is not null) return [];
        }
        while (_position < _text.Length && _text[_position] == ',');
        if (_position >= _text.Length || _text[_position] != ')') return Fail("a ')' is missing");
        _position++;
        Skip();
        if (_position < _text.Length && _text[_position] is not (',' or ')')) return Fail("nothing may follow a ')' but ',' or ')'");
        return loops.ToEquatableArray();
    }

    /// <summary>An axis name; letters run together are axes of one letter each unless they name an axis.</summary>
    private string? Axis()
    {
        var end = _position;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_')) end++;
        var word = _text[_position..end];
        var name = _axes.Contains(word) ? word : word.Length > 0 && _axes.Contains(word[..1]) ? word[..1] : null;
        if (name is null)
        {
            Fail(word.Length == 0 ? $"unexpected '{_text[_position]}'" : $"'{word}' names no axis of {string.Join(", ", _axes)}");
            return null;
        }

        _position += name.Length;
        return name;
    }

    private void Skip()
    {
        while (_position < _text.Length && _text[_position] is ('.' or ' ')) _position++;
    }

    private EquatableArray<TilingLoop> Fail(string problem)
    {
        _problem ??= problem;
        return [];
    }
}
