using MCFuser.Core.Diagnostics;

namespace MCFuser.Cli;

/// <summary>The command line's messages.</summary>
internal static class CliErrors
{
    public static Diagnostic Usage(string problem, string command) =>
        new(CliCodes.Usage, problem, $"'{command} --help' lists what it takes");

    public static DiagnosticException MalformedAssignment(string option, string text, string example) => new(
        ExitCode.InvalidInput,
        new Diagnostic(CliCodes.MalformedAssignment, $"{option} '{text}' cannot be read", $"write it like {option} {example}"));

    public static DiagnosticException RepeatedAssignment(string option, string name) => new(
        ExitCode.InvalidInput,
        new Diagnostic(CliCodes.RepeatedAssignment, $"{option} gives '{name}' twice", "keep one of the two"));

    public static DiagnosticException Unwritable(string file, string reason) => new(
        ExitCode.InvalidInput,
        new Diagnostic(CliCodes.Unwritable, $"'{file}' cannot be written: {reason.TrimEnd('.')}", "name a file in a folder that exists and may be written to"));

    public static DiagnosticException PortableWithSchedule() => new(
        ExitCode.Usage,
        Usage("--portable runs without a schedule and on the device at hand: it excludes --tiling, --tile, --measure, --device and --arch", "mcfuser run"));

    public static DiagnosticException PortableLeftOut() => new(
        ExitCode.DeviceMissing,
        new Diagnostic(
            CliCodes.PortableLeftOut, "this mcfuser is trimmed and has no portable path",
            "build it without trimming, for instance with ./mcfuser of a checkout, or install a CUDA compiler and leave --portable out"));

    public static Diagnostic Internal(string problem) => new(
        CliCodes.Internal,
        $"internal error: {problem}",
        $"this is a bug of mcfuser, not of the input; please report it with the command, the graph and this text (set {Application.TraceVariable}=1 for a stack trace)");
}
