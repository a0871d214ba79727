using MCFuser.Codegen.Cuda;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Cuda;

/// <summary>What a compiler left behind, before its log is read. PTX or machine code is null where it makes none.</summary>
internal sealed record CompilerOutput(bool Succeeded, ReadOnlyMemory<byte>? Ptx, ReadOnlyMemory<byte>? Cubin, string Log)
{
    /// <exception cref="DiagnosticException">The compiler refused the text (MCF5204, exit 70).</exception>
    public CompiledCuda Read(CudaKernel kernel)
    {
        var diagnostics = CompilerLog.Diagnostics(Log, kernel.Entry).ToList();
        if (!Succeeded)
        {
            var errors = diagnostics.Where(d => d.Severity == Severity.Error).ToList();
            // Static shared memory over 48 KiB, for one, fails without a word.
            if (errors.Count == 0) errors.Add(CudaCompilerErrors.Error($"{kernel.Entry}/{CudaPackage.TextFile}", $"the compiler fails and says only: {Log.Trim()}", null));
            throw CudaCompilerErrors.Refused(errors);
        }

        var resources = CompilerLog.Resources(Log, kernel.Entry);
        if (resources is { Spills: true }) diagnostics.Add(CudaCompilerErrors.Spills($"{kernel.Entry}/{CudaPackage.TextFile}", resources));
        return new CompiledCuda(Ptx, Cubin, resources, diagnostics.ToEquatableArray());
    }
}
