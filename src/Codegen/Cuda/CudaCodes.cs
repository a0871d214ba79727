namespace MCFuser.Codegen.Cuda;

/// <summary>Stable codes of the CUDA back end's messages.</summary>
public static class CudaCodes
{
    public const string Unsupported = "MCF3301";
    public const string SharedMemory = "MCF3302";
}
