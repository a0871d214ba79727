namespace MCFuser.Runtime.Cuda.Nvrtc;

/// <summary>The codes of messages about NVRTC, NVIDIA's run-time compiler.</summary>
public static class NvrtcCodes
{
    public const string Missing = "MCF4201";
    public const string Unloadable = "MCF4202";
    public const string ArchitectureUnknown = "MCF4203";
}
