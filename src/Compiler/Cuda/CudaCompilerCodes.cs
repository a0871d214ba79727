namespace MCFuser.Compiler.Cuda;

/// <summary>The codes of messages about compiling CUDA C++; docs/diagnostics.md says what each means.</summary>
public static class CudaCompilerCodes
{
    public const string ToolMissing = "MCF5201";
    public const string ArchitectureUnknown = "MCF5202";
    public const string OutputUnavailable = "MCF5203";
    public const string TextRefused = "MCF5204";
    public const string CompilerWarning = "MCF5205";
    public const string Spills = "MCF5206";
}
