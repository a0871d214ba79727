namespace MCFuser.Runtime.Packages;

/// <summary>The codes of messages about reading kernel packages.</summary>
public static class PackageCodes
{
    public const string Missing = "MCF4101";
    public const string Unreadable = "MCF4102";
    public const string Edited = "MCF4103";
    public const string ExtentWrong = "MCF4104";
    public const string NoVariant = "MCF4105";
    public const string WrongTarget = "MCF4106";
    public const string ProgramInvalid = "MCF4107";
}
