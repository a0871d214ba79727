namespace MCFuser.Core.Diagnostics;

public enum Severity
{
    Error,
    Warning,
    Information,
}
