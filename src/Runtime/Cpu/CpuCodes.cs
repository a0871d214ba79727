namespace MCFuser.Runtime.Cpu;

/// <summary>The codes of messages about running a kernel on the CPU.</summary>
public static class CpuCodes
{
    public const string IndexOutOfRange = "MCF4050";

    public const string ScratchTooLarge = "MCF4051";

    public const string TensorMissing = "MCF4052";

    public const string TensorMismatch = "MCF4053";
}
