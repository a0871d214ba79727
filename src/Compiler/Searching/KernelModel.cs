using MCFuser.Codegen.Cuda.Cost;
using MCFuser.Core.Devices;
using MCFuser.Search.Estimates;

namespace MCFuser.Compiler.Searching;

/// <summary>
/// The time of a lowered kernel on a GPU: launch, then for each wave of blocks the first loads, the longest of what the busiest multiprocessor issues, multiplies and
/// moves and of what one warp waits for, and the last stores; never less than the bytes of all blocks over the bandwidth of L2.
/// </summary>
internal static class KernelModel
{
    public const string Name = "kernel";

    /// <summary>Each has a scheduler and a tensor core.</summary>
    private const int Partitions = 4;

    private const double FirstLoadCycles = 900, LastStoreCycles = 500, L2BytesPerClock = 64, ProductMultiplyAdds = 16 * 8 * 16;

    /// <summary>A scheduler issues in seven cycles of ten at best: latencies of a few warps are not hidden altogether.</summary>
    private const double IssueEfficiency = 0.7;

    public static Estimate Of(KernelWork work, DeviceSpec device)
    {
        var clock = 1e9 * device.ClockGigahertz;
        var perProduct = ProductMultiplyAdds / (1e12 * device.TeraflopsF16 / 2 / device.Processors / clock / Partitions);
        var busiest = (double)((work.Blocks + device.Processors - 1) / device.Processors);
        var resident = Math.Min(work.Resident, busiest);
        var waves = Math.Ceiling(work.Blocks / (device.Processors * resident));
        var together = waves > 1 ? resident * work.MeanShare : resident;
        var warps = Math.Ceiling(together * work.Warps / Partitions);
        var issue = warps * work.Instructions / IssueEfficiency;
        var products = warps * work.Products * perProduct;
        var moved = together * work.Bytes / L2BytesPerClock;
        var path = Math.Max(work.Instructions, work.Products * perProduct) + work.StallCycles;
        var wave = FirstLoadCycles + Math.Max(Math.Max(issue, products), Math.Max(moved, path)) + LastStoreCycles;
        var launch = 1e-6 * device.LaunchMicroseconds;
        var kernel = waves * wave / clock;
        var l2 = work.Blocks * work.Bytes * work.MeanShare / (1e9 * device.L2GigabytesPerSecond);
        return new Estimate(Name,
        [
            new("launch", 1e6 * launch, "us", "from the call until the first block starts"),
            new("issue", 1e6 * waves * issue / clock, "us", "instructions of the busiest scheduler over the rate it reaches"),
            new("tensor cores", 1e6 * waves * products / clock, "us", "products of the busiest tensor core over its peak"),
            new("loads and stores", 1e6 * waves * moved / clock, "us", "bytes of the busiest multiprocessor over its port to L2"),
            new("critical path", 1e6 * waves * path / clock, "us", "what one warp of the longest block does and waits for"),
            new("L2", 1e6 * l2, "us", "bytes of all blocks over the bandwidth of L2"),
            new("first loads, last stores", 1e6 * waves * (FirstLoadCycles + LastStoreCycles) / clock, "us", "what no other work of a wave hides"),
            new("blocks", work.Blocks, "", "thread blocks"),
            new("resident blocks", resident, "", "blocks a multiprocessor holds at once, by shared memory, registers and threads"),
            new("waves", waves, "", "how often the multiprocessors fill up with blocks"),
        ], launch + Math.Max(kernel, l2));
    }
}
