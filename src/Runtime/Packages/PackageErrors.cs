using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Runtime.Packages;

internal static class PackageErrors
{
    private const string CompileAgain = "compile the chain again";

    public static DiagnosticException Missing(string file) =>
        Error(PackageCodes.Missing, file, "the file is missing", "name the folder that the compiler wrote, or compile the chain again");

    public static DiagnosticException Unreadable(string file, string reason) =>
        Error(PackageCodes.Unreadable, file, $"the file cannot be read: {reason}", "check its permissions");

    public static DiagnosticException Edited(string file) =>
        Error(PackageCodes.Edited, file, "the file is not the one that the manifest was written for: its hash differs", CompileAgain);

    public static DiagnosticException ExtentMissing(string package, ManifestAxis axis) =>
        Error(PackageCodes.ExtentWrong, package, $"the axis {axis.Name} is dynamic and has no extent", Range(axis));

    public static DiagnosticException ExtentOutside(string package, ManifestAxis axis, long extent) => Error(
        PackageCodes.ExtentWrong,
        package,
        FormattableString.Invariant($"the axis {axis.Name} cannot have the extent {extent}"),
        axis.IsFixed ? $"it was compiled for {axis.Min}" : Range(axis));

    public static DiagnosticException AxisUnknown(string package, string axis, IEnumerable<string> axes) =>
        Error(PackageCodes.ExtentWrong, package, $"there is no axis {axis}", $"the axes are {string.Join(", ", axes)}");

    public static DiagnosticException NoVariant(string package, IEnumerable<KeyValuePair<string, long>> extents) => Error(
        PackageCodes.NoVariant,
        package,
        $"no variant is for {string.Join(", ", extents.Select(e => FormattableString.Invariant($"{e.Key} = {e.Value}")))}",
        "compile the chain for these extents");

    public static DiagnosticException WrongTarget(string package, string target, string expected) =>
        Error(PackageCodes.WrongTarget, package, $"it is for {target}, not {expected}", $"compile the chain with --target {expected}");

    public static DiagnosticException ProgramInvalid(string file, IEnumerable<string> problems) => new(
        ExitCode.InvalidInput, problems.Select(p => new Diagnostic(PackageCodes.ProgramInvalid, p, CompileAgain, file)));

    private static string Range(ManifestAxis axis) => $"give it one from {axis.Min} to {axis.Max}";

    private static DiagnosticException Error(string code, string file, string problem, string advice) =>
        new(ExitCode.InvalidInput, new Diagnostic(code, problem, advice, file));
}
