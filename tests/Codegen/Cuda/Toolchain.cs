using MCFuser.Compiler.Cuda;
using MCFuser.Runtime.Cuda.Nvrtc;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>What tests of CUDA kernels need from the machine. Where it is absent the test is skipped, with the reason.</summary>
internal static class Toolchain
{
    public static ICudaCompiler Nvrtc() => Find(CudaCompilerKind.Nvrtc);

    public static ICudaCompiler Clang() => Find(CudaCompilerKind.Clang);

    public static void Require(CudaCompilerKind compiler)
    {
        if (compiler == CudaCompilerKind.Nvrtc && NvrtcSearch.Here.Find() is null) Assert.Skip($"NVRTC is not on this machine; {NvrtcSearch.PathVariable} names its folder");
        if (compiler == CudaCompilerKind.Clang && ToolSearch.Here.Find("clang-19", "clang") is null) Assert.Skip("clang is not on this machine");
    }

    public static void RequireSimulator()
    {
        if (PtxProcess.Program is null) Assert.Skip($"the PTX simulator is not on this machine; {PtxProcess.Variable} names it");
    }

    private static ICudaCompiler Find(CudaCompilerKind compiler)
    {
        Require(compiler);
        return CudaCompilers.Find(compiler);
    }
}
