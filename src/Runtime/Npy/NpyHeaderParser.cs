using System.Globalization;
using MCFuser.Core;

namespace MCFuser.Runtime.Npy;

/// <summary>Reads the header's dictionary, a Python literal with exactly the keys descr, fortran_order and shape.</summary>
internal sealed class NpyHeaderParser(string text, string file)
{
    private int _next;

    public NpyHeader Parse()
    {
        string? descriptor = null;
        bool? fortran = null;
        EquatableArray<long>? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            var key = Quoted();
            Expect(':');
            switch (key)
            {
                case "descr": descriptor = Peek() == '[' ? Rest() : Quoted(); break;
                case "fortran_order": fortran = Truth(); break;
                case "shape": shape = Tuple(); break;
                default: throw Malformed();
            }

            if (!Take(',') && Peek() != '}') throw Malformed();
        }

        if (Peek() != '\0' || descriptor is null || fortran is null || shape is null) throw Malformed();
        return new NpyHeader(descriptor, fortran.Value, shape.Value);
    }

    private char Peek()
    {
        while (_next < text.Length && char.IsWhiteSpace(text[_next])) _next++;
        return _next < text.Length ? text[_next] : '\0';
    }

    private bool Take(char wanted)
    {
        if (Peek() != wanted) return false;
        _next++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted)) throw Malformed();
    }

    private string Quoted()
    {
        var quote = Peek();
        var end = quote is '\'' or '"' ? text.IndexOf(quote, _next + 1) : -1;
        if (end < 0) throw Malformed();
        var content = text[(_next + 1)..end];
        _next = end + 1;
        return content;
    }

    private bool Truth()
    {
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (Peek() == '\0' || !text.AsSpan(_next).StartsWith(word)) continue;
            _next += word.Length;
            return value;
        }

        throw Malformed();
    }

    private EquatableArray<long> Tuple()
    {
        var extents = new List<long>();
        Expect('(');
        while (!Take(')'))
        {
            extents.Add(Number());
            if (!Take(',') && Peek() != ')') throw Malformed();
        }

        return extents.ToEquatableArray();
    }

    private long Number()
    {
        Peek();
        var end = _next;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        var digits = text.AsSpan(_next, end - _next);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) throw Malformed();
        _next = end;
        return value;
    }

    /// <summary>The list that describes a structured type, as it stands.</summary>
    private string Rest()
    {
        var (start, depth) = (_next, 0);
        do
        {
            if (_next == text.Length) throw Malformed();
            depth += text[_next] switch { '[' => 1, ']' => -1, _ => 0 };
            _next++;
        }
        while (depth > 0);
        return text[start.._next];
    }

    private Core.Diagnostics.DiagnosticException Malformed() => NpyErrors.NotNpy(file, "its header is malformed");
}
