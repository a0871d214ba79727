namespace MCFuser.Compiler;

/// <summary>The codes of the messages about a whole compilation or run; docs/diagnostics.md says what each means.</summary>
public static class CompilerCodes
{
    public const string NothingToFuse = "MCF5101";
    public const string AmbiguousSchedule = "MCF5102";
    public const string UnknownInput = "MCF5104";
    public const string UnknownOutput = "MCF5105";
    public const string OutOfMemory = "MCF5106";
    public const string AmbiguousChain = "MCF5107";
    public const string RepeatedKernel = "MCF5108";
    public const string WrongTarget = "MCF5109";
    public const string UnknownArchitecture = "MCF5110";
}
