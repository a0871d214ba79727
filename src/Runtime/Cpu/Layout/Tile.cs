using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>A dimension of a tile on chip; strides are in bytes.</summary>
internal readonly record struct TileDimension(int Axis, LiveRange Live, long Size, long Stride);

/// <summary>The copies of a tile for the parts of split loops of a scope, <c>Stride</c> bytes apart.</summary>
internal readonly record struct TileCopies(SplitScope Scope, int Parts, long Stride);

/// <summary>An on-chip buffer: f32 whatever its declared type, private to a worker.</summary>
internal sealed class Tile(
    string name, int slot, IReadOnlyList<TileDimension> dimensions, IReadOnlyList<TileCopies> copies, int paddedAxis, AxisTable axes)
    : Operand
{
    private readonly (int Axis, long Divisor, long Stride)[] _offsets =
    [
        .. from d in dimensions
           where d.Live != LiveRange.Tile
           select (d.Axis, d.Live == LiveRange.PerTile ? axes.Tile(d.Axis) : 1, d.Stride),
    ];

    public string Name { get; } = name;

    /// <summary>The number of the buffer in <see cref="Frame.Base"/>.</summary>
    public int Slot { get; } = slot;

    public IReadOnlyList<TileDimension> Dimensions { get; } = dimensions;

    public IReadOnlyList<TileCopies> Copies { get; } = copies;

    public override IReadOnlyList<int> Axes { get; } = [.. dimensions.Select(d => d.Axis)];

    /// <summary>Whether whole vectors along the axis may be read and written beyond the last valid element.</summary>
    public bool IsPadded(int axis) => axis == paddedAxis;

    public override bool IsPerTile(int axis) => Dimensions.Any(d => d.Axis == axis && d.Live == LiveRange.PerTile);

    public override long Stride(int axis) => Dimensions.Where(d => d.Axis == axis && d.Live != LiveRange.PerTile).Sum(d => d.Stride);

    public override nint Address(Frame frame)
    {
        var address = frame.Base[Slot];
        foreach (var (axis, divisor, stride) in _offsets) address += (nint)(frame.Start[axis] / divisor * stride);
        foreach (var copy in Copies) address += (nint)(frame.Part[(int)copy.Scope] * copy.Stride);
        return address;
    }

    /// <summary>The distance in bytes from the first copy to that of a part.</summary>
    public nint CopyOffset(SplitScope scope, int part) => (nint)Copies.Where(c => c.Scope == scope).Sum(c => c.Stride * part);
}
