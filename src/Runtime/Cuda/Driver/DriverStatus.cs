namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>The <c>CUresult</c> values that are told apart; the driver has more.</summary>
public enum DriverStatus
{
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    Deinitialized = 4,
    StubLibrary = 34,
    DeviceUnavailable = 46,
    NoDevice = 100,
    InvalidDevice = 101,
    InvalidImage = 200,
    InvalidContext = 201,
    NoBinaryForDevice = 209,
    EccUncorrectable = 214,
    InvalidPtx = 218,
    NvlinkUncorrectable = 220,
    JitCompilerNotFound = 221,
    UnsupportedPtxVersion = 222,
    InvalidSource = 300,
    NotFound = 500,
    NotReady = 600,
    IllegalAddress = 700,
    LaunchOutOfResources = 701,
    LaunchTimeout = 702,
    Assert = 710,
    HardwareStackError = 714,
    IllegalInstruction = 715,
    MisalignedAddress = 716,
    InvalidAddressSpace = 717,
    InvalidProgramCounter = 718,
    LaunchFailed = 719,
    SystemDriverMismatch = 803,
    Unknown = 999,
}

/// <summary>What a status says about who is to blame.</summary>
internal static class DriverStatuses
{
    /// <summary>A kernel went wrong; the context is of no use from then on, the device is.</summary>
    public static bool IsKernelFault(this DriverStatus status) => status is
        DriverStatus.IllegalAddress or DriverStatus.LaunchTimeout or DriverStatus.Assert or DriverStatus.HardwareStackError or DriverStatus.IllegalInstruction
        or DriverStatus.MisalignedAddress or DriverStatus.InvalidAddressSpace or DriverStatus.InvalidProgramCounter or DriverStatus.LaunchFailed;

    /// <summary>The device itself is gone.</summary>
    public static bool IsDeviceLoss(this DriverStatus status) => status is
        DriverStatus.DeviceUnavailable or DriverStatus.Deinitialized or DriverStatus.EccUncorrectable or DriverStatus.NvlinkUncorrectable or DriverStatus.Unknown;

    /// <summary>What was loaded is nothing that the device runs.</summary>
    public static bool IsBadImage(this DriverStatus status) => status is
        DriverStatus.InvalidImage or DriverStatus.NoBinaryForDevice or DriverStatus.InvalidPtx or DriverStatus.JitCompilerNotFound
        or DriverStatus.UnsupportedPtxVersion or DriverStatus.InvalidSource;
}
