using System.Globalization;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>A cursor over tokens, with the checks that every rule of the grammar shares. Words are keywords only where the grammar
/// expects them.</summary>
internal sealed class TileTokenReader(List<TileToken> tokens, string file)
{
    /// <summary>The deepest nesting of parentheses, signs and blocks.</summary>
    public const int MaximumNesting = 256;

    private int _position;
    private int _nesting;

    public TileToken Current => tokens[_position];

    public TileToken Following => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    public bool Is(string text) => Current.Kind is TileTokenKind.Name or TileTokenKind.Sign && Current.Text == text;

    public bool TryTake(string text)
    {
        if (!Is(text)) return false;
        _position++;
        return true;
    }

    public void Expect(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (!TryTake(word)) throw Unexpected($"'{word}'");
        }
    }

    public TileToken Take(TileTokenKind kind, string expected)
    {
        if (Current.Kind != kind) throw Unexpected(expected);
        return tokens[_position++];
    }

    public string Name(string what) => Take(TileTokenKind.Name, $"the name of {what}").Text;

    public void EndLine() => Take(TileTokenKind.EndOfLine, "the end of the line");

    /// <summary>An integer of at least <paramref name="minimum"/>, with its sign where <paramref name="negative"/> says that one was
    /// read before.</summary>
    public long Integer(long minimum, long maximum, bool negative = false)
    {
        var token = Take(TileTokenKind.Number, "an integer");
        var text = negative ? "-" + token.Text : token.Text;
        var read = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        var good = read && value >= minimum && value <= maximum;
        return good ? value : throw TileProgramErrors.NumberOutOfRange(file, token.Span, text, $"an integer from {minimum} to {maximum}");
    }

    public double Real()
    {
        var token = Take(TileTokenKind.Number, "a number");
        var value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw TileProgramErrors.NumberOutOfRange(file, token.Span, token.Text, "a finite number");
    }

    /// <summary>A word that names a value of an enumeration, in lower case.</summary>
    public T Choice<T>(string what)
        where T : struct, Enum
    {
        var token = Take(TileTokenKind.Name, what);
        var words = Array.ConvertAll(Enum.GetNames<T>(), name => name.ToLowerInvariant());
        var index = Array.IndexOf(words, token.Text);
        return index >= 0 ? Enum.GetValues<T>()[index] : throw UnknownWord(token, what, words);
    }

    public DataType Type()
    {
        var token = Take(TileTokenKind.Name, "a data type");
        return DataTypes.TryParse(token.Text, out var type)
            ? type
            : throw UnknownWord(token, "data type", Enum.GetValues<DataType>().Select(t => t.Text()));
    }

    /// <summary>Items separated by commas up to the closing sign, which is taken too.</summary>
    public EquatableArray<T> List<T>(string open, string close, Func<T> item)
    {
        Expect(open);
        var items = new List<T>();
        if (TryTake(close)) return [];
        do items.Add(item());
        while (TryTake(","));
        Expect(close);
        return items.ToEquatableArray();
    }

    /// <summary>Reads something nested, within the limit.</summary>
    public T Nested<T>(Func<T> read)
    {
        if (++_nesting > MaximumNesting) throw TooDeep(Current, MaximumNesting);
        var result = read();
        _nesting--;
        return result;
    }

    public DiagnosticException TooDeep(TileToken token, int limit) => TileProgramErrors.NestingTooDeep(file, token.Span, limit);

    public DiagnosticException Unexpected(string expected) =>
        TileProgramErrors.UnexpectedText(file, Current.Span, expected, Current.ToString());

    public DiagnosticException UnknownWord(TileToken token, string what, IEnumerable<string> known) =>
        TileProgramErrors.UnknownWord(file, token.Span, what, token.Text, known);
}
