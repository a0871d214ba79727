namespace MCFuser.Codegen.Packages;

/// <summary>The codes of messages about writing kernel packages.</summary>
public static class PackageCodes
{
    public const string Unwritable = "MCF3101";
    public const string NotReplaceable = "MCF3102";
}
