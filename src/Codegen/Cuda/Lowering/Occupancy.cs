using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core.Devices;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>
/// How many blocks a multiprocessor shall hold. Told so, the compiler does not trade speed for registers that nobody needs, and does not use more than leaves room.
/// </summary>
public static class Occupancy
{
    /// <summary>Addresses, loop counters and what is on its way between memory and tensor cores.</summary>
    private const int Overhead = 48;

    /// <summary>A copy's addresses.</summary>
    private const int CopyRegisters = 4;

    /// <summary>Shared memory that the system takes of each block.</summary>
    private const int ReservedBytes = 1024;

    /// <summary>Each has a quarter of a multiprocessor's registers and of a block's warps.</summary>
    private const int Partitions = 4;

    /// <summary>The most registers that a thread can have in a block of so many warps; they are given out by eights.</summary>
    public static int RegisterLimit(int warps, DeviceSpec device)
    {
        var threads = (warps + Partitions - 1) / Partitions * 32;
        return Math.Min(device.RegistersPerThread, device.RegistersPerProcessor / Partitions / threads / 8 * 8);
    }

    public static int MinBlocks(KernelProgram kernel, DeviceSpec device)
    {
        var registers = Registers(kernel);
        var byRegisters = device.RegistersPerProcessor / (kernel.Threads * Math.Min(registers, device.RegistersPerThread));
        var byShared = device.SharedBytesPerProcessor / (kernel.SharedBytes + ReservedBytes);
        var byThreads = device.ThreadsPerProcessor / kernel.Threads;
        return (int)Math.Clamp(Math.Min(Math.Min(byRegisters, byShared), byThreads), 1, 8);
    }

    /// <summary>Registers of a thread: a lane holds a 32nd of what its warp does. An operand that is packed takes the place of what it is packed from.</summary>
    public static int Registers(KernelProgram kernel)
    {
        var sums = KernelVerifier.WithNested(kernel.Body).OfType<Multiply>().Select(m => m.Accumulator).Distinct().Select(kernel.Register).Cast<Accumulators>().Sum(a => a.Rows * a.Columns / 32);
        // Without products nothing is packed or handed on: every matrix counts.
        if (sums == 0) sums = kernel.Registers.OfType<Accumulators>().Sum(a => a.Rows * a.Columns / 32);
        var kept = KernelVerifier.WithNested(kernel.Body).OfType<LoadOperand>().Select(l => (OperandRegisters)kernel.Register(l.Operand)).Sum(o => o.Rows * o.Depth / 64);
        var rows = kernel.Registers.Sum(r => r switch { SoftmaxRows s => s.Rows / 16 * 6, RowValues v => v.Rows / 16 * 2, _ => 0 });
        return sums + kept + rows + Overhead + (CopyRegisters * kernel.Tiles.Count);
    }
}
