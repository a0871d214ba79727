using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>The messages about the text of a tile program.</summary>
internal static class TileProgramErrors
{
    private const string Restore = "restore the text as the compiler printed it, or compile the chain again";

    public static DiagnosticException UnexpectedText(string file, SourceSpan span, string expected, string found) =>
        Error(TileProgramCodes.UnexpectedText, $"expected {expected}, found {found}", Restore, file, span);

    public static DiagnosticException UnexpectedCharacter(string file, SourceSpan span, char character) =>
        Error(TileProgramCodes.UnexpectedCharacter, $"unexpected character {Shown(character)}", Restore, file, span);

    public static DiagnosticException NumberOutOfRange(string file, SourceSpan span, string number, string range) =>
        Error(TileProgramCodes.NumberOutOfRange, $"the number {number} is not {range}", "write a number in that range", file, span);

    public static DiagnosticException NestingTooDeep(string file, SourceSpan span, int limit) =>
        Error(TileProgramCodes.NestingTooDeep, $"nesting over {limit} levels", "split the expression or the loops", file, span);

    public static DiagnosticException UnknownWord(string file, SourceSpan span, string what, string word, IEnumerable<string> known) =>
        Error(TileProgramCodes.UnknownWord, $"unknown {what} '{word}'", $"use one of {string.Join(", ", known)}", file, span);

    private static string Shown(char character) => character is > ' ' and <= '~' ? $"'{character}'" : $"U+{(int)character:X4}";

    private static DiagnosticException Error(string code, string problem, string advice, string? file = null, SourceSpan? span = null) =>
        new(ExitCode.InvalidInput, new Diagnostic(code, problem, advice, file, span));
}
