using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Search.Programs;

/// <summary>An on-chip buffer of every candidate of a shape.</summary>
internal sealed class ShapeBuffer(ChainAxes axes, TileBuffer buffer, bool isPipelined)
{
    private readonly (int Axis, LiveRange Live)[] _dimensions = [.. buffer.Dimensions.Select(d => (axes[d.Axis], d.Live))];
    private readonly int _elementBytes = buffer.Type.Bytes();

    public MemoryScope Scope => buffer.Scope;

    /// <summary>Whether a loop in the block fills it again and again, so that pipeline stages need copies.</summary>
    public bool IsPipelined => isPipelined;

    public long Bytes(TilePoint point)
    {
        long bytes = _elementBytes;
        foreach (var (axis, live) in _dimensions)
        {
            bytes = checked(bytes * live switch
            {
                LiveRange.Tile => point.Tile[axis],
                LiveRange.Whole => point.Trips[axis] * point.Tile[axis],
                _ => point.Trips[axis],
            });
        }

        return bytes;
    }
}
