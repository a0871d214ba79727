namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>The codes of messages about GPUs and their driver.</summary>
public static class DriverCodes
{
    public const string DriverMissing = "MCF4301";
    public const string DriverUnusable = "MCF4302";
    public const string NoDevice = "MCF4303";
    public const string DeviceLost = "MCF4304";
    public const string KernelFault = "MCF4305";
    public const string OutOfMemory = "MCF4306";
    public const string TimedOut = "MCF4307";
    public const string ImageRefused = "MCF4308";
    public const string LaunchRefused = "MCF4309";
    public const string CallFailed = "MCF4310";
    public const string WrongArchitecture = "MCF4311";
    public const string TensorMissing = "MCF4312";
    public const string TensorMismatch = "MCF4313";
}
