namespace MCFuser.Cli;

/// <summary>The codes of the command line's messages; docs/diagnostics.md says what each means. A code is never used for anything else.</summary>
public static class CliCodes
{
    public const string Usage = "MCF5001";
    public const string MalformedAssignment = "MCF5002";
    public const string RepeatedAssignment = "MCF5003";
    public const string Unwritable = "MCF5004";
    public const string PortableLeftOut = "MCF5005";
    public const string Internal = "MCF5070";
}
