using MCFuser.Core.Devices;
using MCFuser.Search.Programs;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Search.Models.Cuda;

/// <summary>How the blocks of a launch share the processors.</summary>
/// <param name="Blocks">Thread blocks.</param>
/// <param name="Resident">Blocks a processor holds at once, by shared memory, registers, threads and slots.</param>
/// <param name="Busiest">Blocks that the busiest processor executes.</param>
/// <param name="Waves">How often the processors fill up.</param>
internal readonly record struct Residency(double Blocks, double Resident, double Busiest, double Waves)
{
    public static Residency Of(ProgramShape shape, TilePoint point, FitReport fit, DeviceSpec device, CudaConstants constants)
    {
        var blocks = shape.Blocks(point);
        var byShared = device.SharedBytesPerProcessor / (fit.SharedBytes + constants.ReservedSharedBytes);
        var byRegisters = device.RegistersPerProcessor / (fit.RegistersPerThread * shape.Threads);
        var byThreads = device.ThreadsPerProcessor / shape.Threads;
        double resident = Math.Max(1, Math.Min(Math.Min(byShared, byRegisters), Math.Min(byThreads, device.BlocksPerProcessor)));
        return new Residency(blocks, resident, Math.Ceiling(blocks / device.Processors), Math.Ceiling(blocks / (device.Processors * resident)));
    }
}
