namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>The <c>CUdevice_attribute</c> values that are read.</summary>
public enum DeviceAttribute
{
    ThreadsPerBlock = 1,
    ClockKilohertz = 13,
    Processors = 16,
    PciBus = 33,
    PciDevice = 34,
    MemoryClockKilohertz = 36,
    MemoryBusBits = 37,
    L2Bytes = 38,
    ThreadsPerProcessor = 39,
    PciDomain = 50,
    ComputeMajor = 75,
    ComputeMinor = 76,
    SharedBytesPerProcessor = 81,
    RegistersPerProcessor = 82,
    SharedBytesPerBlockOptIn = 97,
    BlocksPerProcessor = 106,
    MemoryPools = 115,
    ClusterLaunch = 120,
}

/// <summary>The <c>CUfunction_attribute</c> values that are used.</summary>
public enum FunctionAttribute
{
    MaxThreadsPerBlock = 0,
    StaticSharedBytes = 1,
    LocalBytes = 3,
    Registers = 4,
    MaxDynamicSharedBytes = 8,
    NonPortableClusterAllowed = 14,
}
