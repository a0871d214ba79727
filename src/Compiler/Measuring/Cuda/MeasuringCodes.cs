namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>The codes of messages about measuring on a GPU; docs/diagnostics.md says what each means.</summary>
public static class MeasuringCodes
{
    public const string GpuBusy = "MCF5301";
    public const string WorkerMissing = "MCF5302";
}
