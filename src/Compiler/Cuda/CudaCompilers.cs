using System.Runtime.ExceptionServices;
using MCFuser.Codegen.Cuda;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda.Nvrtc;

namespace MCFuser.Compiler.Cuda;

/// <summary>The compilers of this machine.</summary>
public static class CudaCompilers
{
    /// <exception cref="DiagnosticException">It is not on this machine (MCF4201, MCF4202, MCF5201); exit 4.</exception>
    public static ICudaCompiler Find(CudaCompilerKind kind) => kind switch
    {
        CudaCompilerKind.Nvrtc => new NvrtcCompiler(NvrtcLibrary.Open()),
        CudaCompilerKind.Nvcc => new NvccCompiler(ToolSearch.Here.Find("nvcc") ?? throw CudaCompilerErrors.ToolMissing("nvcc", "the CUDA toolkit")),
        CudaCompilerKind.Clang => new ClangCompiler(ToolSearch.Here.Find("clang-19", "clang") ?? throw CudaCompilerErrors.ToolMissing("clang", "clang 19")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Compiles kernels side by side.</summary>
    /// <returns>In the order of the kernels.</returns>
    /// <exception cref="DiagnosticException">Some do not compile; the messages of all of them, in order.</exception>
    public static EquatableArray<CompiledCuda> CompileAll(
        this ICudaCompiler compiler, IReadOnlyList<CudaKernel> kernels, string arch, CancellationToken cancellation)
    {
        var results = new CompiledCuda[kernels.Count];
        var failures = new Exception?[kernels.Count];
        Parallel.For(0, kernels.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                results[i] = compiler.Compile(kernels[i], arch, cancellation);
            }
            catch (Exception error)
            {
                failures[i] = error;
            }
        });
        var failed = failures.OfType<Exception>().ToList();
        if (failed.Count == 0) return [.. results];
        if (failed.Find(e => e is not DiagnosticException) is { } broken) ExceptionDispatchInfo.Throw(broken);
        var coded = failed.Cast<DiagnosticException>().ToList();
        throw new DiagnosticException(coded[0].ExitCode, coded.SelectMany(e => e.Diagnostics).Distinct());
    }
}
