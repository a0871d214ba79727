using MCFuser.Core.Devices;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Bench.Ptx;

/// <summary>What is known of a kernel without running it on a GPU: the simulator's counts, what the assembler says, and its main loop.</summary>
/// <param name="Spills">Bytes, stores and loads together.</param>
internal sealed record KernelFacts(
    string Name, int TileM, int TileN, int TileH, int TileK, int Threads, long SharedBytes, int Registers, int Spills, SassLoop Loop, PtxCounters Counters)
{
    /// <summary>Blocks that a multiprocessor holds at once: registers are given to warps of each quarter in units of 256, shared memory in units of 128
    /// bytes with 1024 of its own for each block.</summary>
    public int Resident(DeviceSpec device)
    {
        const int quarters = 4, warp = 32, registerUnit = 8, sharedUnit = 128, reserved = 1024;
        var perWarp = (Registers + registerUnit - 1) / registerUnit * registerUnit * warp;
        var warps = device.RegistersPerProcessor / quarters / perWarp * quarters;
        var shared = (SharedBytes + reserved + sharedUnit - 1) / sharedUnit * sharedUnit;
        return (int)Math.Min(Math.Min(warps / (Threads / warp), device.SharedBytesPerProcessor / shared), Math.Min(device.ThreadsPerProcessor / Threads, device.BlocksPerProcessor));
    }

    /// <summary>How far the tiles of two kernels are from each other.</summary>
    public static double Distance((int M, int N) x, (int M, int N) y) => Math.Abs(Math.Log2((double)x.M / y.M)) + Math.Abs(Math.Log2((double)x.N / y.N));
}
