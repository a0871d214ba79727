namespace MCFuser.Core.Tensors;

/// <summary>The codes of messages about tensors in memory; they belong to the range of the runtime.</summary>
public static class CoreCodes
{
    public const string TensorTooLarge = "MCF4000";
}
