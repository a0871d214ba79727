namespace MCFuser.Codegen.Cuda.Kernels;
internal static class KernelPrinter { public static string Print(KernelProgram p) => p.Name; }
