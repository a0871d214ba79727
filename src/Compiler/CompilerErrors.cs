using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;

namespace MCFuser.Compiler;

/// <summary>The messages about a whole compilation or run.</summary>
internal static class CompilerErrors
{
    public static DiagnosticException NothingToFuse(OperatorGraph graph) => Error(
        ExitCode.NoLegalSchedule, CompilerCodes.NothingToFuse, $"chain '{graph.Name}' has no contraction",
        "write a sum over a product of two tensors, as in sum[k](A[m, k] * B[k, n])");

    public static DiagnosticException AmbiguousSchedule(OperatorGraph graph, IEnumerable<OperatorChain> kernels) => Error(
        ExitCode.InvalidInput, CompilerCodes.AmbiguousSchedule,
        $"chain '{graph.Name}' becomes several kernels with contractions ({string.Join(", ", kernels.Select(k => k.Name))}), and --tiling and --tile are for one",
        "leave them out, or write each kernel as a chain of its own and choose one with --chain");

    public static DiagnosticException UnknownInput(string name, OperatorGraph graph) => Error(
        ExitCode.InvalidInput, CompilerCodes.UnknownInput, $"chain '{graph.Name}' has no input '{name}'",
        $"name one of {string.Join(", ", graph.Inputs.Select(t => t.Name))}");

    public static DiagnosticException UnknownOutput(string name, OperatorGraph graph) => Error(
        ExitCode.InvalidInput, CompilerCodes.UnknownOutput, $"chain '{graph.Name}' has no output '{name}'",
        $"name one of {string.Join(", ", graph.Outputs.Select(d => d.Target.Name))}");

    public static DiagnosticException OutOfMemory(OperatorGraph graph, double needed, double available) => Error(
        ExitCode.DeviceMissing, CompilerCodes.OutOfMemory,
        FormattableString.Invariant($"chain '{graph.Name}' needs {needed / (1 << 20):0} MiB of memory for its tensors and {available / (1 << 20):0} MiB are available"),
        "make its axes shorter with --set");

    public static DiagnosticException AmbiguousChain(IEnumerable<OperatorGraph> graphs) => Error(
        ExitCode.InvalidInput, CompilerCodes.AmbiguousChain,
        $"the file has several chains ({string.Join(", ", graphs.Select(g => g.Name))}), and --input and --output are for one", "choose one with --chain");

    public static DiagnosticException RepeatedKernel(string name) => Error(
        ExitCode.InvalidInput, CompilerCodes.RepeatedKernel, $"two kernels would be packages of the name '{name}'", "rename one of the chains, or choose one with --chain");

    public static DiagnosticException WrongTarget(string device) => Error(
        ExitCode.DeviceMissing, CompilerCodes.WrongTarget, $"the device '{device}' is not the CPU at hand", "add --target cuda, or leave --device out");

    public static DiagnosticException UnknownArchitecture(string architecture, IEnumerable<string> known) => Error(
        ExitCode.DeviceMissing, CompilerCodes.UnknownArchitecture, $"there is no CPU architecture '{architecture}'", $"name one of {string.Join(", ", known)}");

    /// <summary>As the compilers say it; a GPU is at hand, and there is a way to run on it without one.</summary>
    public static DiagnosticException NoCudaCompiler(DiagnosticException missing) => new(
        missing.ExitCode, missing.Diagnostics.Select(d => d with { Advice = $"{d.Advice}; 'run --portable' needs the driver alone, and is slow" }));

    private static DiagnosticException Error(ExitCode exit, string code, string problem, string advice) => new(exit, new Diagnostic(code, problem, advice));
}
