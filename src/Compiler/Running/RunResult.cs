using MCFuser.Codegen.Interpreter;

namespace MCFuser.Compiler.Running;

/// <summary>What a run of a compiled graph showed.</summary>
/// <param name="Time">Of the compiled form.</param>
/// <param name="Unfused">Of the unfused form; null if its intermediates do not fit into memory, or the device has no way to run one of its kernels.</param>
/// <param name="Check">Null if no check was asked for.</param>
public sealed record RunResult(Compilation Compilation, Timing Time, Timing? Unfused, CheckResult? Check)
{
    /// <summary>How many times faster than the unfused form.</summary>
    public double? Speedup => Unfused?.MedianUs / Time.MedianUs;
}
