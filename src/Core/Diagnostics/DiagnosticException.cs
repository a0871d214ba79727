namespace MCFuser.Core.Diagnostics;

/// <summary>Stops a stage: the diagnostics say why, the exit code says what the process returns.</summary>
public sealed class DiagnosticException : Exception
{
    public DiagnosticException(ExitCode exitCode, params IEnumerable<Diagnostic> diagnostics)
    {
        ExitCode = exitCode;
        Diagnostics = diagnostics.ToEquatableArray();
    }

    public ExitCode ExitCode { get; }

    public EquatableArray<Diagnostic> Diagnostics { get; }

    public override string Message => string.Join(Environment.NewLine, Diagnostics);
}
