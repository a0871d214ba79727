using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Rules;

namespace MCFuser.Tiling.Programs;

/// <summary>The arithmetic of a chain's contractions on a device: the CPU computes in f32, a GPU in the operand type, f32 as asked for.</summary>
public static class ContractionPrecision
{
    public static Precision Of(OperatorChain chain, DeviceSpec device, Precision f32) =>
        device.Kind == DeviceKind.Cpu ? Precision.F32 : SharedMemory.OperandType(chain) switch
        {
            DataType.F16 => Precision.F16,
            DataType.BF16 => Precision.BF16,
            _ => f32,
        };
}
