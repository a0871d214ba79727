using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Rules;

namespace MCFuser.Search.Models;

/// <summary>The arithmetic of a chain's contractions and its peak on a device.</summary>
public static class OperandPrecision
{
    /// <summary>The precision of the operand type: tf32 only where it was asked for.</summary>
    public static Precision Of(OperatorChain chain) => SharedMemory.OperandType(chain) switch
    {
        DataType.F16 => Precision.F16,
        DataType.BF16 => Precision.BF16,
        _ => Precision.F32,
    };

    /// <summary>Peak FLOP/s.</summary>
    public static double Peak(DeviceSpec device, Precision precision) => precision switch
    {
        Precision.TF32 => 1e12 * device.TeraflopsTF32,
        Precision.F16 => device.PeakFlops(DataType.F16),
        Precision.BF16 => device.PeakFlops(DataType.BF16),
        _ => device.PeakFlops(DataType.F32),
    };
}
