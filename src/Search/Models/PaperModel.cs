using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Search.Estimates;
using MCFuser.Search.Programs;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Programs;

namespace MCFuser.Search.Models;

/// <summary>
/// The model of MCFuser (SC'24, section 4): t = (t_mem + t_comp) · α with t_mem the bytes of all loads and stores over the bandwidth W, t_comp the FLOPs
/// of all computes over the peak P (tiles counted whole, times the trip counts of the loops around the statement), and α = (N_block + N_SM) / N_block.
/// No overlap, no cache, no launch cost, no waves.
/// </summary>
public sealed class PaperModel : IPerformanceModel
{
    private readonly DeviceSpec _device;
    private readonly double _peak;
    private readonly ChainAxes _axes;
    private readonly ShapeCache<PlacementShape> _shapes;

    /// <param name="f32">The arithmetic of contractions of f32 operands, where the device has it.</param>
    public PaperModel(OperatorChain chain, DeviceSpec device, Precision f32 = Precision.F32)
    {
        _device = device;
        _peak = Peak.Of(device, ContractionPrecision.Of(chain, device, f32));
        _axes = new ChainAxes(chain);
        _shapes = new ShapeCache<PlacementShape>(c => new PlacementShape(_axes, Placer.Place(chain, c)));
    }

    public string Name => "paper";

    public Estimate Estimate(Candidate candidate)
    {
        var point = new TilePoint(_axes, candidate);
        var shape = _shapes.Of(candidate, point);
        var (bytes, flops, blocks) = (shape.Bytes(point), shape.Flops(point), shape.Blocks(point));
        var memory = bytes / (1e9 * _device.MemoryGigabytesPerSecond);
        var compute = flops / _peak;
        var alpha = (blocks + _device.Processors) / blocks;
        return new Estimate(Name,
        [
            new("bytes", bytes, "B", "tile bytes of every load and store, times the trip counts of the loops around it"),
            new("memory", 1e6 * memory, "us", "bytes over the bandwidth of device memory"),
            new("flops", flops, "FLOP", "tile FLOPs of every compute, times the trip counts of the loops around it"),
            new("compute", 1e6 * compute, "us", "FLOPs over the peak of the operand type"),
            new("blocks", blocks, "", "thread blocks: the trip counts of the loops on the grid"),
            new("alpha", alpha, "", "(blocks + processors) / blocks: what few blocks cost"),
        ], (memory + compute) * alpha);
    }
}
