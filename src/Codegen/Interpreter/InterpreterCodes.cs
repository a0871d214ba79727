namespace MCFuser.Codegen.Interpreter;

/// <summary>The codes of the interpreter's messages.</summary>
public static class InterpreterCodes
{
    public const string InputMissing = "MCF3000";
    public const string InputMismatch = "MCF3001";
    public const string IndexOutside = "MCF3002";
    public const string ReferenceTooLarge = "MCF3003";
    public const string OutputMismatch = "MCF3004";
}
