using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Search.Estimates;
using MCFuser.Search.Models.Cpu;
using MCFuser.Search.Models.Cuda;
using MCFuser.Search.Programs;
using MCFuser.Tiling.Programs;

namespace MCFuser.Search.Models;

/// <summary>
/// Our own model, by kind of device. It reads the tile program, not the placement: what overlaps, which cache serves what, how the blocks share the
/// processors, and what a step costs beyond its bytes and FLOPs.
/// </summary>
public sealed class RooflineModel : IPerformanceModel
{
    internal const string ModelName = "roofline";

    private readonly ChainAxes _axes;
    private readonly ShapeCache<ProgramShape> _shapes;
    private readonly Func<ProgramShape, TilePoint, Estimate> _estimate;

    /// <param name="f32">The arithmetic of contractions of f32 operands, where the device has it.</param>
    /// <param name="cpu">The constants of a CPU; null for those of the architecture.</param>
    /// <param name="cuda">The constants of a GPU; null for those of the architecture.</param>
    public RooflineModel(OperatorChain chain, DeviceSpec device, Precision f32 = Precision.F32, CpuConstants? cpu = null, CudaConstants? cuda = null)
    {
        _axes = new ChainAxes(chain);
        _shapes = new ShapeCache<ProgramShape>(c => ProgramShape.Of(_axes, c));
        _estimate = device.Kind == DeviceKind.Cuda
            ? new CudaRoofline(device, ContractionPrecision.Of(chain, device, f32), cuda ?? CudaConstants.Of(device.Arch)).Of
            : new CpuRoofline(device, cpu ?? CpuConstants.Of(device.Arch)).Of;
    }

    public string Name => ModelName;

    public Estimate Estimate(Candidate candidate)
    {
        var point = new TilePoint(_axes, candidate);
        return _estimate(_shapes.Of(candidate, point), point);
    }
}
