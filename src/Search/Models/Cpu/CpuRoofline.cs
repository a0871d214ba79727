using MCFuser.Core.Devices;
using MCFuser.Search.Estimates;
using MCFuser.Search.Programs;

namespace MCFuser.Search.Models.Cpu;

/// <summary>
/// The cost of a tile program on CPU cores: the cycles of every kind of work of a task, tasks dealt out to the cores; the last cache and device memory,
/// where the caches before them do not hold the tensors, may take longer.
/// </summary>
internal sealed class CpuRoofline(DeviceSpec device, CpuConstants constants)
{
    public Estimate Of(ProgramShape shape, TilePoint point)
    {
        var task = new TaskCost(shape, point, device, constants);
        var tasks = shape.Blocks(point);
        var busiest = Math.Ceiling(tasks / device.Processors);
        var seconds = busiest / (1e9 * device.ClockGigahertz);
        var compulsory = shape.Tensors.Sum();
        var cache = compulsory <= device.Processors * device.SharedBytesPerBlock ? 0 : tasks * task.Bytes / (1e9 * device.L2GigabytesPerSecond);
        var memory = compulsory <= device.L2Bytes ? 0 : compulsory / (1e9 * device.MemoryGigabytesPerSecond);
        var launch = 1e-6 * device.LaunchMicroseconds;
        var compute = seconds * task.Cycles;
        return new Estimate(RooflineModel.ModelName,
        [
            new("launch", 1e6 * launch, "us", "waking the cores and waiting for the last one"),
            new("contractions", 1e6 * seconds * task.Contract, "us", "register tiles of the contractions, partly filled ones counted whole"),
            new("accumulators", 1e6 * seconds * task.Accumulate, "us", "register tiles started and written back, once for each tile of the reduction"),
            new("operand streams", 1e6 * seconds * task.Stream, "us", "operands read from the cache that holds them, beyond what arithmetic hides"),
            new("loads and stores", 1e6 * seconds * task.Transfer, "us", "tiles copied, converted and transposed"),
            new("exponentials", 1e6 * seconds * task.Special, "us", "exponentials and the like"),
            new("plain arithmetic", 1e6 * seconds * task.Plain, "us", "elementwise operations, maxima and sums of rows"),
            new("statements", 1e6 * seconds * task.Overhead, "us", "what a statement and a task cost whatever their tiles"),
            new("last cache", 1e6 * cache, "us", "all loads and stores over the bandwidth of the last cache, where the cores' own caches do not hold the tensors"),
            new("device memory", 1e6 * memory, "us", "every tensor once over the bandwidth of memory, where the last cache does not hold them"),
            new("tasks", tasks, "", "tasks dealt out to the cores"),
            new("balance", tasks / (busiest * device.Processors), "", "the share of the cores' time that the tasks fill"),
        ], launch + Math.Max(compute, Math.Max(cache, memory)));
    }
}
