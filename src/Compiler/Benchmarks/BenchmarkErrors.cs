using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Benchmarks;

/// <summary>The messages about benchmarks.</summary>
internal static class BenchmarkErrors
{
    public static DiagnosticException NotAtHand(string device, string reason) => new(ExitCode.DeviceMissing, new Diagnostic(
        BenchmarkCodes.NotAtHand, $"nothing can be measured on {device}: {reason}", "run this where the device is, or with --target cpu"));

    public static DiagnosticException TooFew(string chain, int candidates, string? failure) => new(ExitCode.NoValidKernel, new Diagnostic(
        BenchmarkCodes.TooFew, $"of {candidates} candidates of {chain} fewer than two could be measured{(failure is null ? "" : $"; one failed with: {failure}")}",
        "ask for more with --samples"));
}
