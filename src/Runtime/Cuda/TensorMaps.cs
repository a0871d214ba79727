using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Runtime.Cuda;

/// <summary>Makes the descriptions that bulk copies take: CUDA driver API, <c>cuTensorMapEncodeTiled</c>.</summary>
internal static unsafe class TensorMaps
{
    /// <summary>The size of a <c>CUtensorMap</c>, also its alignment here (64 would do).</summary>
    public const int Bytes = 128;

    /// <summary><c>CU_TENSOR_MAP_L2_PROMOTION_L2_128B</c></summary>
    private const int Promotion = 2;

    private static readonly string[] Swizzles = ["none", "32B", "64B", "128B"];

    public static void Encode(
        void* target, CudaDevice device, TensorMap map, ManifestParameter parameter, IReadOnlyDictionary<string, long> extents, ulong address)
    {
        // The driver counts dimensions from the innermost, whose stride it takes for granted.
        var shape = parameter.Shape.Select(e => (ulong)e.Evaluate(extents)).Reverse().ToArray();
        var strides = parameter.Strides.Select(e => (ulong)(e.Evaluate(extents) * parameter.Type.Bytes())).Reverse().Skip(1).ToArray();
        var box = map.Box.Select(b => (uint)b).Reverse().ToArray();
        var steps = box.Select(_ => 1u).ToArray();
        var swizzle = Array.IndexOf(Swizzles, map.Swizzle);
        if (swizzle < 0 || box.Length != shape.Length)
            throw new InternalErrorException("tensor map", $"the box {map.Box} with swizzle '{map.Swizzle}' does not fit {parameter.Name}", map.ToString());
        fixed (ulong* extentsFirst = shape, stridesFirst = strides)
        fixed (uint* boxFirst = box, stepsFirst = steps)
        {
            var status = DriverNative.cuTensorMapEncodeTiled(
                target, Type(parameter.Type), (uint)shape.Length, address, extentsFirst, stridesFirst, boxFirst, stepsFirst, 0, swizzle, Promotion, 0);
            device.Call(status, nameof(DriverNative.cuTensorMapEncodeTiled));
        }
    }

    /// <summary><c>CUtensorMapDataType</c></summary>
    private static int Type(DataType type) => type switch
    {
        DataType.F16 => 6,
        DataType.F32 => 7,
        DataType.BF16 => 9,
        DataType.I32 => 3,
        DataType.I64 => 5,
        _ => 0,
    };
}
