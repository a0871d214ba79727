using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.TilePrograms.Parsing;

internal enum TileTokenKind
{
    Name,

    /// <summary>Digits, perhaps with a fraction and an exponent; signs are tokens of their own.</summary>
    Number,

    Sign,

    /// <summary>What stands behind <c>tiling</c>, verbatim.</summary>
    Text,

    EndOfLine,

    EndOfText,
}

internal readonly record struct TileToken(TileTokenKind Kind, string Text, int Line, int Column)
{
    public SourceSpan Span => new(Line, Column, Text.Length);

    public override string ToString() => Kind switch
    {
        TileTokenKind.EndOfLine => "the end of the line",
        TileTokenKind.EndOfText => "the end of the text",
        _ => $"'{Text}'",
    };
}
