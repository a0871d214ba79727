using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Search.Programs;

/// <summary>
/// How many tiles of a loop a mask leaves, on average over the rows around it. A bound is a constant, or follows the tile of the row axis:
/// the end lies a tile beyond its first row, so it is kept relative to the last one and holds for every tile size.
/// </summary>
internal sealed class MaskedTrips
{
    private readonly int _axis;
    private readonly int _row;
    private readonly long _extent;
    private readonly List<long> _starts = [], _ends = [];
    private readonly List<long> _rowStarts = [], _rowEnds = [];

    private MaskedTrips(ChainAxes axes, TileProgram program, For loop)
    {
        _axis = axes[loop.Axis];
        _extent = axes.Extents[_axis];
        var row = loop.Low.Axes().Concat(loop.High.Axes()).FirstOrDefault();
        _row = row is null ? -1 : axes[row];
        foreach (var bound in Terms(loop.Low)) Add(bound is IndexMultiply(IndexFloorDivide(var start, _), _) ? start : bound, _starts, _rowStarts, 0);
        foreach (var bound in Terms(loop.High)) Add(bound, _ends, _rowEnds, row is null ? 0 : program.FindAxis(row).Tile);
    }

    /// <summary>The trips of a loop, or null where it runs over the whole axis.</summary>
    public static MaskedTrips? Of(ChainAxes axes, TileProgram program, For loop) =>
        loop is { Low: IndexConstant(0), High: IndexConstant(var end) } && end >= axes.Chain.Extent(loop.Axis) ? null : new MaskedTrips(axes, program, loop);

    public double Of(TilePoint point)
    {
        if (_row < 0) return Trips(point, 0);
        var sum = 0.0;
        for (var tile = 0L; tile < point.Trips[_row]; tile++) sum += Trips(point, tile * point.Tile[_row]);
        return sum / point.Trips[_row];
    }

    private double Trips(TilePoint point, long row)
    {
        var (low, high, tile) = (0L, _extent, point.Tile[_axis]);
        foreach (var start in _starts) low = Math.Max(low, start);
        foreach (var start in _rowStarts) low = Math.Max(low, row + start);
        foreach (var end in _ends) high = Math.Min(high, end);
        foreach (var end in _rowEnds) high = Math.Min(high, row + (_row < 0 ? 0 : point.Tile[_row]) + end);
        low = low / tile * tile;
        return high <= low ? 0 : (high - low + tile - 1) / tile;
    }

    private static IEnumerable<IndexExpression> Terms(IndexExpression bound) => bound switch
    {
        IndexMin(var x, var y) => Terms(x).Concat(Terms(y)),
        IndexMax(var x, var y) => Terms(x).Concat(Terms(y)),
        _ => [bound],
    };

    /// <summary>Bounds of a form other than a constant or row + constant leave the loop whole: the estimate is then too high, never wrong.</summary>
    private static void Add(IndexExpression bound, List<long> constants, List<long> rows, long tile)
    {
        if (bound is IndexConstant(var value)) constants.Add(value);
        else if (bound is IndexAdd(IndexAxis, IndexConstant(var offset))) rows.Add(offset - tile);
    }
}
