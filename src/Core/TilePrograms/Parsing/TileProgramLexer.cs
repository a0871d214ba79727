using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>Cuts the text of a tile program into tokens. Lines matter, indentation does not; empty lines leave no token.</summary>
internal static class TileProgramLexer
{
    private static readonly string[] Signs =
        ["..", "==", "!=", "<=", ">=", "+=", "(", ")", "[", "]", "{", "}", ",", ":", "=", "<", ">", "+", "-", "*", "/", "#"];

    public static List<TileToken> Read(string text, string file)
    {
        var tokens = new List<TileToken>();
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++) ReadLine(lines[line].TrimEnd('\r'), line + 1, file, tokens);
        tokens.Add(new TileToken(TileTokenKind.EndOfText, "", lines.Length, lines[^1].Length + 1));
        return tokens;
    }

    private static void ReadLine(string line, int number, string file, List<TileToken> tokens)
    {
        var first = tokens.Count;
        for (var position = 0; position < line.Length;)
        {
            if (line[position] is ' ' or '\t')
            {
                position++;
                continue;
            }

            var token = Next(line, position, number, file);
            tokens.Add(token);
            position += token.Text.Length;
            if (tokens.Count != first + 1 || token is not { Kind: TileTokenKind.Name, Text: "tiling" }) continue;
            tokens.Add(new TileToken(TileTokenKind.Text, line[Math.Min(position + 1, line.Length)..], number, position + 2));
            position = line.Length;
        }

        if (tokens.Count > first) tokens.Add(new TileToken(TileTokenKind.EndOfLine, "", number, line.Length + 1));
    }

    private static TileToken Next(string line, int start, int number, string file)
    {
        var (kind, length) = line[start] switch
        {
            var c when char.IsAsciiLetter(c) || c == '_' => (TileTokenKind.Name, NameLength(line, start)),
            var c when char.IsAsciiDigit(c) => (TileTokenKind.Number, NumberLength(line, start)),
            _ => (TileTokenKind.Sign, Signs.FirstOrDefault(s => string.CompareOrdinal(line, start, s, 0, s.Length) == 0)?.Length ?? 0),
        };
        return length > 0
            ? new TileToken(kind, line.Substring(start, length), number, start + 1)
            : throw TileProgramErrors.UnexpectedCharacter(file, new SourceSpan(number, start + 1, 1), line[start]);
    }

    /// <summary>Letters, digits and underscores; a single dot may stand between them.</summary>
    private static int NameLength(string line, int start)
    {
        var end = start;
        while (IsNamePart(line, end) || (At(line, end) == '.' && IsNamePart(line, end + 1))) end++;
        return end - start;
    }

    private static int NumberLength(string line, int start)
    {
        var end = Digits(line, start);
        if (At(line, end) == '.' && char.IsAsciiDigit(At(line, end + 1))) end = Digits(line, end + 1);
        if (At(line, end) is not ('e' or 'E')) return end - start;
        var exponent = At(line, end + 1) is '+' or '-' ? end + 2 : end + 1;
        return (char.IsAsciiDigit(At(line, exponent)) ? Digits(line, exponent) : end) - start;
    }

    private static int Digits(string line, int position)
    {
        while (char.IsAsciiDigit(At(line, position))) position++;
        return position;
    }

    private static bool IsNamePart(string line, int position) => char.IsAsciiLetterOrDigit(At(line, position)) || At(line, position) == '_';

    private static char At(string line, int position) => position < line.Length ? line[position] : '\0';
}
