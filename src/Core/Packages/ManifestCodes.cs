namespace MCFuser.Core.Packages;

/// <summary>The codes of messages about what stands in a manifest.</summary>
public static class ManifestCodes
{
    public const string ExpressionMalformed = "MCF0030";
    public const string ExpressionUndefined = "MCF0031";
    public const string Inconsistent = "MCF0032";
}
