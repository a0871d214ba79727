using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;
using MCFuser.Search.Estimates;
using MCFuser.Search.Programs;

namespace MCFuser.Search.Models.Cuda;

/// <summary>
/// The roofline of a GPU: launch, then the longest of device memory (every tensor once), L2 (all loads and stores), the units of the busiest processor
/// (tensor cores, shared memory, exponentials, plain arithmetic) and the critical path of a block times the waves; a tenth of what that hides is added.
/// </summary>
internal sealed class CudaRoofline(DeviceSpec device, Precision precision, CudaConstants constants)
{
    public Estimate Of(ProgramShape shape, TilePoint point)
    {
        var residency = Residency.Of(shape, point, shape.Fit(point, device), device, constants);
        var block = new BlockCost(shape, point, device, precision, constants);
        var clock = 1e9 * device.ClockGigahertz;
        var compulsory = shape.Tensors.Sum();
        var total = residency.Blocks * block.Bytes;
        var missed = Math.Max(0, total - compulsory) * Math.Max(0, 1 - device.L2Bytes / compulsory);

        var launch = 1e-6 * device.LaunchMicroseconds;
        var memory = (compulsory + missed) / (1e9 * device.MemoryGigabytesPerSecond);
        var l2 = Math.Max(total / (1e9 * device.L2GigabytesPerSecond), residency.Busiest * block.Bytes / constants.L2BytesPerClock / clock);
        var contract = residency.Busiest * block.Contract / clock;
        var shared = residency.Busiest * block.Shared / clock;
        var special = residency.Busiest * block.Special / clock;
        var plain = residency.Busiest * block.Plain / clock;
        var latency = residency.Waves * block.Path / clock;
        var longest = Math.Max(Math.Max(Math.Max(memory, l2), Math.Max(contract, shared)), Math.Max(Math.Max(special, plain), latency));
        var hidden = constants.ImperfectOverlap * (memory + l2 + contract + shared + special + plain + latency - longest);
        return new Estimate(RooflineModel.ModelName,
        [
            new("launch", 1e6 * launch, "us", "from the call until the first block starts"),
            new("device memory", 1e6 * memory, "us", "every tensor once, and again what L2 cannot hold, over the bandwidth of device memory"),
            new("L2", 1e6 * l2, "us", "all loads and stores over the bandwidth of L2, or of the busiest processor's port to it"),
            new("contractions", 1e6 * contract, "us", "FLOPs of the busiest processor over the rate that its tensor cores reach"),
            new("shared memory", 1e6 * shared, "us", "tiles written to shared memory and operands read back by every warp"),
            new("exponentials", 1e6 * special, "us", "exponentials and the like over the rate of the special function units"),
            new("plain arithmetic", 1e6 * plain, "us", "elementwise operations over the f32 lanes"),
            new("latency", 1e6 * latency, "us", "the critical path of a block times the waves: first loads, contractions and row reductions in turn"),
            new("imperfect overlap", 1e6 * hidden, "us", "a tenth of what the longest of the terms above hides"),
            new("blocks", residency.Blocks, "", "thread blocks"),
            new("resident blocks", residency.Resident, "", "blocks a processor holds at once, by shared memory, registers, threads and slots"),
            new("waves", residency.Waves, "", "how often the processors fill up with blocks"),
        ], launch + longest + hidden);
    }
}
