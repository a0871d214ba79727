using MCFuser.Codegen.Cuda;

namespace MCFuser.Compiler.Cuda;

/// <summary>nvcc of a CUDA toolkit: first PTX, then machine code from it.</summary>
/// <param name="program">Its full path.</param>
public sealed class NvccCompiler(string program) : ICudaCompiler
{
    private static readonly string[] Refusals = ["Unsupported gpu architecture", "is not defined for option 'gpu-architecture'"];

    public string Name => program;

    public CompiledCuda Compile(CudaKernel kernel, string arch, CancellationToken cancellation)
    {
        using var process = new ToolProcess();
        process.Write(CudaPackage.TextFile, kernel.Text);
        string[] text = ["--std=c++17", "--expt-relaxed-constexpr", "--diag-suppress=177", $"-arch={arch}", "-ptx", "-o", CudaPackage.PtxFile, CudaPackage.TextFile];
        var (succeeded, log) = process.Run(program, text, cancellation);
        if (!succeeded && Refusals.Any(r => log.Contains(r, StringComparison.Ordinal))) throw CudaCompilerErrors.ArchitectureUnknown("nvcc", arch);
        if (succeeded)
        {
            string[] assemble = [$"-arch={arch}", "-Xptxas=-v", "-cubin", "-o", CudaPackage.CubinFile, CudaPackage.PtxFile];
            (succeeded, var more) = process.Run(program, assemble, cancellation);
            log += more;
        }

        return new CompilerOutput(succeeded, process.Read(CudaPackage.PtxFile), process.Read(CudaPackage.CubinFile), log).Read(kernel);
    }
}
