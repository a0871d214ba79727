namespace MCFuser.Core.Diagnostics;

/// <summary>The codes of messages about texts that Core reads (tile programs, manifests, device descriptions) and about tensors in memory.</summary>
public static class CoreCodes
{
    public const string UnexpectedText = "MCF0001";
    public const string UnexpectedCharacter = "MCF0002";
    public const string NumberOutOfRange = "MCF0003";
    public const string NestingTooDeep = "MCF0004";
    public const string UnknownWord = "MCF0005";
    public const string TensorTooLarge = "MCF4000";
}
