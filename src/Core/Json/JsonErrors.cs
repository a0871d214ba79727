using System.Text.Json;
using System.Text.RegularExpressions;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.Json;

internal static partial class JsonErrors
{
    public static DiagnosticException Schema(string file, int? schema, int expected)
    {
        var found = schema is null ? "the file names no schema" : $"the file has schema {schema}";
        var problem = $"{found}, and this version reads schema {expected}";
        return new(ExitCode.InvalidInput, new Diagnostic(JsonCodes.SchemaUnknown, problem, "write it again with this version", file));
    }

    /// <summary>To be thrown by converters.</summary>
    public static JsonException Unexpected(string problem) => new(problem, new FormatException(problem));

    /// <summary>To be thrown by converters: the message keeps its code and gets the place.</summary>
    public static JsonException Wrapped(DiagnosticException error) => new(error.Message, error);

    /// <summary>What the serializer or a converter found, in our words.</summary>
    public static DiagnosticException From(JsonException error, string file)
    {
        var diagnostic = error.InnerException switch
        {
            DiagnosticException inner => inner.Diagnostics[0],
            FormatException ours => Malformed($": {ours.Message}"),
            _ when error.Message.Contains("missing required", StringComparison.Ordinal) =>
                new Diagnostic(JsonCodes.FieldMissing, $"the field {Fields(error)} is missing", "add it"),
            _ when error.Message.Contains("could not be mapped", StringComparison.Ordinal) =>
                new Diagnostic(JsonCodes.FieldUnknown, $"the field {Fields(error)} is unknown", "remove it"),
            _ => Malformed(""),
        };
        return new(ExitCode.InvalidInput, diagnostic with { File = file, Span = Span(error) });
    }

    private static Diagnostic Malformed(string detail) =>
        new(JsonCodes.Malformed, $"this is not what the format has here{detail}", "restore the file, or write it again with the compiler");

    private static SourceSpan? Span(JsonException error) =>
        error.LineNumber is { } line ? new SourceSpan((int)line + 1, (int)(error.BytePositionInLine ?? 0) + 1, 0) : null;

    /// <summary>The names that the serializer quotes, but for those of our types.</summary>
    private static string Fields(JsonException error)
    {
        var names = Quoted().Matches(error.Message).Select(m => m.Groups[1].Value);
        return string.Join(", ", names.Where(n => !n.StartsWith("MCFuser.", StringComparison.Ordinal)));
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
