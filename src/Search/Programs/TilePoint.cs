using MCFuser.Core.Chains;
using MCFuser.Core.Tiling;

namespace MCFuser.Search.Programs;

/// <summary>The tile sizes and trip counts of a candidate, by axis number.</summary>
internal sealed class TilePoint
{
    private readonly long[] _extents;

    public TilePoint(ChainAxes axes, Candidate candidate)
    {
        _extents = axes.Extents;
        Tile = new long[axes.Extents.Length];
        Trips = new long[axes.Extents.Length];
        for (var i = 0; i < Tile.Length; i++) Tile[i] = axes.Chain.Axes[i].Role == AxisRole.Dimension ? axes.Extents[i] : 1;
        foreach (var tile in candidate.Tiles)
        {
            var axis = axes[tile.Axis];
            Tile[axis] = tile.Size;
            if (tile.Size >= axes.Extents[axis]) Unit |= 1L << axis;
        }

        for (var i = 0; i < Tile.Length; i++) Trips[i] = (axes.Extents[i] + Tile[i] - 1) / Tile[i];
    }

    public long[] Tile { get; }

    /// <summary>How many tiles each axis has.</summary>
    public long[] Trips { get; }

    /// <summary>The tiled axes with one tile (bit i: axis i).</summary>
    public long Unit { get; }

    /// <summary>Elements of a tile over some axes, edge tiles counted whole.</summary>
    public double Area(int[] axes)
    {
        var area = 1.0;
        foreach (var axis in axes) area *= Tile[axis];
        return area;
    }

    /// <summary>Elements of a tile over some axes on average, edge tiles counted as long as they are.</summary>
    public double MeanArea(int[] axes)
    {
        var area = 1.0;
        foreach (var axis in axes) area *= MeanLength(axis);
        return area;
    }

    public double MeanLength(int axis) => (double)_extents[axis] / Trips[axis];

    public double Product(int[] loops)
    {
        var product = 1.0;
        foreach (var axis in loops) product *= Trips[axis];
        return product;
    }

    /// <summary>The positions of all tiles of an axis but the last, and of the last one.</summary>
    public (long Full, long Last) Lengths(int axis)
    {
        var last = _extents[axis] - (Trips[axis] - 1) * Tile[axis];
        return (Math.Min(Tile[axis], _extents[axis]), last);
    }
}
