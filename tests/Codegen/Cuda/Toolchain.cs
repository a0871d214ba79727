using MCFuser.Compiler.Cuda;
using MCFuser.Runtime.Cuda.Nvrtc;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>What tests of CUDA kernels need from the machine. Where it is absent the test is skipped, with the reason.</summary>
internal static class Toolchain
{
    public static ICudaCompiler Nvrtc()
    {
        if (NvrtcSearch.Here.Find() is null) Assert.Skip($"NVRTC is not on this machine; {NvrtcSearch.PathVariable} names its folder");
        return CudaCompilers.Find(CudaCompilerKind.Nvrtc);
    }

    public static ICudaCompiler Clang()
    {
        if (ToolSearch.Here.Find("clang-19", "clang") is null) Assert.Skip("clang is not on this machine");
        return CudaCompilers.Find(CudaCompilerKind.Clang);
    }

    public static void RequireSimulator()
    {
        if (PtxProcess.Program is null) Assert.Skip($"the PTX simulator is not on this machine; {PtxProcess.Variable} names it");
    }
}
