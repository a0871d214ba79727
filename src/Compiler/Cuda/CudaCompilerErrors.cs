using MCFuser.Codegen.Cuda;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Cuda;

/// <summary>The messages about compiling CUDA C++.</summary>
internal static class CudaCompilerErrors
{
    public static DiagnosticException ToolMissing(string tool, string package) => new(ExitCode.DeviceMissing, new Diagnostic(
        CudaCompilerCodes.ToolMissing, $"{tool} was found neither in CUDA_PATH nor in PATH",
        $"install {package}, use --cuda-compiler nvrtc, or write the text alone with --emit cu"));

    public static DiagnosticException ArchitectureUnknown(string compiler, string arch) => new(ExitCode.DeviceMissing, new Diagnostic(
        CudaCompilerCodes.ArchitectureUnknown, $"{compiler} does not know the architecture '{arch}'", "name another one with --arch, or install a newer compiler"));

    public static DiagnosticException OutputUnavailable(string compiler, CudaFiles missing) => new(ExitCode.DeviceMissing, new Diagnostic(
        CudaCompilerCodes.OutputUnavailable, $"--cuda-compiler {compiler} makes no {Names(missing)}", "use --cuda-compiler nvrtc or nvcc, or ask for less with --emit"));

    public static DiagnosticException Refused(IEnumerable<Diagnostic> errors) => new(ExitCode.Internal, errors);

    public static Diagnostic Error(string file, string problem, SourceSpan? place) => new(
        CudaCompilerCodes.TextRefused, problem, "this is a bug of mcfuser, not of the input; please report it with the graph and the command", file, place);

    public static Diagnostic Warning(string file, string problem, SourceSpan? place) => new(
        CudaCompilerCodes.CompilerWarning, problem, "the kernel is right, but may be slower than it could be", file, place, Severity.Warning);

    public static Diagnostic Spills(string file, KernelResources resources) => new(
        CudaCompilerCodes.Spills,
        FormattableString.Invariant($"a thread spills registers: it writes {resources.SpillStores} bytes and reads {resources.SpillLoads}"),
        "choose smaller tiles or more warps", file, null, Severity.Warning);

    private static string Names(CudaFiles files) =>
        string.Join(", ", Enum.GetValues<CudaFiles>().Where(f => f is CudaFiles.Ptx or CudaFiles.Cubin && files.HasFlag(f)).Select(f => f.ToString().ToLowerInvariant()));
}
