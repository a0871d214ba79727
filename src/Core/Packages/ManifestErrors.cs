using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.Packages;

internal static class ManifestErrors
{
    public static DiagnosticException Malformed(string expression, string problem) => Error(
        ManifestCodes.ExpressionMalformed,
        $"the expression '{Shortened(expression)}' cannot be read: {problem}",
        "an expression has integers, axes, + - * /, ceil(a/b), min(a, b) and max(a, b); a guard compares them, with && and ||");

    public static DiagnosticException Undefined(string expression, string problem) => Error(
        ManifestCodes.ExpressionUndefined,
        $"the expression '{Shortened(expression)}' has no value: {problem}",
        "choose other extents for the dynamic axes");

    public static DiagnosticException Inconsistent(string file, IEnumerable<string> problems) => new(
        ExitCode.InvalidInput,
        problems.Select(p => new Diagnostic(ManifestCodes.Inconsistent, p, "restore the file, or compile the chain again", file)));

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "...";

    private static DiagnosticException Error(string code, string problem, string advice) =>
        new(ExitCode.InvalidInput, new Diagnostic(code, problem, advice));
}
