namespace MCFuser.Core.Diagnostics;

/// <summary>The messages about texts that Core reads and tensors in memory.</summary>
public static class CoreErrors
{
    private const string Restore = "restore the text as the compiler printed it, or compile the chain again";

    public static DiagnosticException UnexpectedText(string file, SourceSpan span, string expected, string found) =>
        Error(CoreCodes.UnexpectedText, $"expected {expected}, found {found}", Restore, file, span);

    public static DiagnosticException UnexpectedCharacter(string file, SourceSpan span, char character) =>
        Error(CoreCodes.UnexpectedCharacter, $"unexpected character {Shown(character)}", Restore, file, span);

    public static DiagnosticException NumberOutOfRange(string file, SourceSpan span, string number, string range) =>
        Error(CoreCodes.NumberOutOfRange, $"the number {number} is not {range}", "write a number in that range", file, span);

    public static DiagnosticException NestingTooDeep(string file, SourceSpan span, int limit) =>
        Error(CoreCodes.NestingTooDeep, $"nesting over {limit} levels", "split the expression or the loops", file, span);

    public static DiagnosticException UnknownWord(string file, SourceSpan span, string what, string word, IEnumerable<string> known) =>
        Error(CoreCodes.UnknownWord, $"unknown {what} '{word}'", $"use one of {string.Join(", ", known)}", file, span);

    public static DiagnosticException TensorTooLarge(string tensor, DataType type, EquatableArray<long> shape) => Error(
        CoreCodes.TensorTooLarge,
        $"tensor {tensor}: {type.Text()}{shape} needs more than the {Array.MaxLength} bytes that one tensor in memory may have",
        "make one of its axes shorter, for example with --set");

    private static string Shown(char character) => character is > ' ' and <= '~' ? $"'{character}'" : $"U+{(int)character:X4}";

    private static DiagnosticException Error(string code, string problem, string advice, string? file = null, SourceSpan? span = null) =>
        new(ExitCode.InvalidInput, new Diagnostic(code, problem, advice, file, span));
}
