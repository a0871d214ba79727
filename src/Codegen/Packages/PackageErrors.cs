using MCFuser.Core.Diagnostics;

namespace MCFuser.Codegen.Packages;

internal static class PackageErrors
{
    public static DiagnosticException Unwritable(string path, string reason) =>
        Error(PackageCodes.Unwritable, path, $"the kernel package cannot be written: {reason}", "choose a folder that may be written to");

    public static DiagnosticException NotReplaceable(string path, string what) =>
        Error(PackageCodes.NotReplaceable, path, $"a kernel package would replace {what}", "choose another folder, or remove it first");

    private static DiagnosticException Error(string code, string path, string problem, string advice) =>
        new(ExitCode.InvalidInput, new Diagnostic(code, problem, advice, path));
}
