using System.Globalization;

namespace MCFuser.Core.Diagnostics;

/// <summary>One message: a stable code (MCF and four digits, listed in docs/diagnostics.md), what is wrong, what to do about it, and where.</summary>
public sealed record Diagnostic(
    string Code, string Problem, string Advice, string? File = null, SourceSpan? Span = null, Severity Severity = Severity.Error)
{
    /// <summary><c>file(line,column): error MCFnnnn: what is wrong; what to do</c></summary>
    public override string ToString()
    {
        var place = (File, Span) switch
        {
            (null, _) => "mcfuser: ",
            ({ } file, null) => $"{file}: ",
            ({ } file, { } span) => string.Create(CultureInfo.InvariantCulture, $"{file}({span.Line},{span.Column}): "),
        };
        var severity = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
        return $"{place}{severity} {Code}: {Problem}; {Advice}";
    }
}
