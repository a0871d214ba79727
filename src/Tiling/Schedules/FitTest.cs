using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Tiling.Schedules;

/// <summary>What a block of a tile program needs on a device, live copies and pipeline stages included, beside what there is.</summary>
public sealed record FitReport(long SharedBytes, long SharedLimit, long RegistersPerThread, long RegisterLimit)
{
    public bool Fits => SharedBytes <= SharedLimit && RegistersPerThread <= RegisterLimit;
}

/// <summary>
/// Our own fit test: loaded tiles lie in shared memory, once for each pipeline stage if a serial loop loads them; accumulators and intermediates lie
/// in the registers of the block's threads, every live copy of them. On a CPU both lie in the cache and nothing is refused.
/// </summary>
public static class FitTest
{
    /// <summary>Registers a thread needs beside its tiles: addresses, loop counters, fragments in flight.</summary>
    public const int OtherRegisters = 40;

    public const int WarpThreads = 32;

    /// <summary>A tile whose registers four warps cannot hold is shared by eight.</summary>
    public const int MostThreads = 8 * WarpThreads;

    public static FitReport Of(TileProgram program, DeviceSpec device)
    {
        if (device.Kind == DeviceKind.Cpu) return new FitReport(Footprint.Bytes(program), long.MaxValue, 0, 0);
        var pipelined = PipelinedLoads(program);
        var shared = program.Buffers.Where(b => b.Scope == MemoryScope.Shared)
            .Sum(b => Footprint.Bytes(program, b) * (pipelined.Contains(b.Name) ? program.Schedule.Stages : 1));
        var threads = WarpThreads * Math.Max(MostThreads / WarpThreads, program.Schedule.WarpsM * program.Schedule.WarpsN * program.Schedule.WarpsSplit);
        var registers = program.Buffers.Where(b => b.Scope == MemoryScope.Register).Sum(b => Footprint.Bytes(program, b)) / 4 / threads;
        return new FitReport(shared, device.SharedBytesPerBlock, registers + OtherRegisters, device.RegistersPerThread);
    }

    private static HashSet<string> PipelinedLoads(TileProgram program) =>
        [.. program.Body.WithNested().OfType<For>().Where(f => f.Binding is not GridLoop).SelectMany(f => f.Body.WithNested()).OfType<Load>().Select(l => l.Destination)];
}
