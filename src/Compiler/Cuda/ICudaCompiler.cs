using MCFuser.Codegen.Cuda;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Cuda;

/// <summary>Turns the text of kernels into PTX and, but for clang, into machine code. Safe to use from several threads.</summary>
public interface ICudaCompiler
{
    /// <summary>Program and version, for people.</summary>
    string Name { get; }

    /// <exception cref="DiagnosticException">
    /// The architecture is unknown (MCF4203, MCF5202; exit 4), or the text has errors (MCF5204, exit 70).
    /// </exception>
    CompiledCuda Compile(CudaKernel kernel, string arch, CancellationToken cancellation);
}
