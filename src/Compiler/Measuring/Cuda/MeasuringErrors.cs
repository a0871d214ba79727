using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>The messages about measuring on a GPU.</summary>
internal static class MeasuringErrors
{
    public static DiagnosticException GpuBusy(string device, string file, string reason) => new(ExitCode.DeviceMissing, new Diagnostic(
        MeasuringCodes.GpuBusy, $"another process measures on {device}: {file} is taken ({reason.TrimEnd('.')})", "wait until it ends, or search with --no-measure"));

    public static DiagnosticException WorkerMissing(string program, string reason) => new(ExitCode.DeviceMissing, new Diagnostic(
        MeasuringCodes.WorkerMissing, $"the measuring worker {program} does not start: {reason}", "restore the program mcfuser beside its libraries, or search with --no-measure"));
}
