namespace MCFuser.Codegen.Cuda;

/// <summary>The codes of messages about kernels that no launch can run.</summary>
public static class CudaPackageCodes
{
    public const string TooManyBlocks = "MCF3201";
    public const string TooMuchSharedMemory = "MCF3202";
    public const string TooManyThreads = "MCF3203";
}
