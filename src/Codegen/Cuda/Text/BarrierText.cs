using MCFuser.Codegen.Cuda.Kernels;

namespace MCFuser.Codegen.Cuda.Text;

internal static class BarrierText
{
    public static string Of(KernelProgram program, KernelScope scope) => scope switch
    {
        KernelScope.Warp => "barrier_warp();",
        KernelScope.Part when program.Parts > 1 && program.RowWarps == 1 => "barrier_warp();",
        KernelScope.Part when program.Parts > 1 => $"barrier_part<{program.PartThreads}>(part);",
        _ => "barrier_block();",
    };
}
