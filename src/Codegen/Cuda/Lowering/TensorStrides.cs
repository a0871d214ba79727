using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Extents and strides of a tensor in device memory, in elements.</summary>
internal static class TensorStrides
{
    public static EquatableArray<long> Extents(TileProgram program, TileBuffer tensor) =>
        tensor.Axes.Select(a => program.FindAxis(a).Extent.Value).ToEquatableArray();

    public static EquatableArray<long> Of(TileProgram program, TileBuffer tensor)
    {
        if (tensor.Strides.Count > 0) return tensor.Strides.Select(s => Value(program, s)).ToEquatableArray();
        var extents = Extents(program, tensor);
        return extents.Select((_, i) => extents.Skip(i + 1).Aggregate(1L, (n, e) => checked(n * e))).ToEquatableArray();
    }

    private static long Value(TileProgram program, IndexExpression stride) => stride switch
    {
        IndexConstant(var value) => value,
        IndexExtent(var axis) => program.FindAxis(axis).Extent.Value,
        IndexMultiply(var x, var y) => checked(Value(program, x) * Value(program, y)),
        IndexAdd(var x, var y) => checked(Value(program, x) + Value(program, y)),
        _ => throw CudaErrors.Broken("a stride is no product of extents", program),
    };
}
