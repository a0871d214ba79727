namespace MCFuser.Codegen.Cuda.Kernels;
public static class KernelVerifier { public static void Verify(KernelProgram p) { } }
