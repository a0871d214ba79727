using MCFuser.Codegen.Cuda;
using MCFuser.Runtime.Cuda.Nvrtc;

namespace MCFuser.Compiler.Cuda;

/// <summary>NVRTC, in this process.</summary>
public sealed class NvrtcCompiler(NvrtcLibrary library) : ICudaCompiler
{
    /// <summary>177: the prelude holds functions that a kernel does not use.</summary>
    private static readonly string[] Options = ["--std=c++17", "-default-device", "--diag-suppress=177", "--ptxas-options=-v"];

    public string Name => $"NVRTC {library.Version}";

    public CompiledCuda Compile(CudaKernel kernel, string arch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var output = library.Compile(kernel.Text, CudaPackage.TextFile, arch, Options);
        return new CompilerOutput(output.Succeeded, output.Ptx, output.Cubin, output.Log).Read(kernel);
    }
}
