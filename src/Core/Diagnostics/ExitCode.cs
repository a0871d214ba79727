namespace MCFuser.Core.Diagnostics;

/// <summary>What the process returns; the numbers are a contract.</summary>
public enum ExitCode
{
    Success = 0,
    InvalidInput = 1,
    Usage = 2,
    NoLegalSchedule = 3,
    DeviceMissing = 4,
    CheckFailed = 5,
    NoValidKernel = 6,
    Internal = 70,
    Cancelled = 130,
}
