using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Indices;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>
/// An input or output of the kernel: row-major with the extents of its axes unless strides are given. Strides are in bytes.
/// </summary>
internal sealed class GlobalTensor
{
    public GlobalTensor(TileBuffer buffer, int slot, AxisTable axes, TileProgram program)
    {
        (Name, Type, Slot) = (buffer.Name, buffer.Type, slot);
        Extents = [.. buffer.Axes.Select(a => axes.Extent(axes[a]))];
        Strides = buffer.Strides.Count == 0
            ? RowMajor(Extents, Type.Bytes())
            : [.. buffer.Strides.Select(s => Type.Bytes() * Constant(s, axes, program))];
        Bytes = Extents.Zip(Strides, (extent, stride) => (extent - 1) * stride).Sum() + Type.Bytes();
    }

    public string Name { get; }

    public DataType Type { get; }

    /// <summary>The number of the buffer in <see cref="Frame.Base"/>.</summary>
    public int Slot { get; }

    public IReadOnlyList<long> Extents { get; }

    public IReadOnlyList<long> Strides { get; }

    /// <summary>From the first byte to the last.</summary>
    public long Bytes { get; }

    private static long[] RowMajor(IReadOnlyList<long> extents, long stride)
    {
        var strides = new long[extents.Count];
        for (var i = extents.Count - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= extents[i];
        }

        return strides;
    }

    private static long Constant(IndexExpression stride, AxisTable axes, TileProgram program) =>
        AffineIndex.TryAnalyse(stride, axes) is { IsConstant: true } index
            ? index.Constant
            : throw CpuErrors.Broken($"stride {stride} is not a constant", program);
}
