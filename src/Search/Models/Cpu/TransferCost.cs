using MCFuser.Search.Programs;

namespace MCFuser.Search.Models.Cpu;

/// <summary>The cycles of the loads and stores of a task.</summary>
internal readonly struct TransferCost(CpuConstants constants, double processors)
{
    public const long PageBytes = 4096;

    /// <summary>More rows than ways of the nearest cache, a page apart, push each other out, so that such a tile is copied.</summary>
    public const int Ways = 8;

    /// <returns>Cycles, and the bytes that come from or go to memory or the last cache.</returns>
    public (double Cycles, double Bytes) Of(TransferWork work, TilePoint point, double trips)
    {
        var isView = IsView(work, point);
        var times = work.IsStore || isView ? trips : Loads(work, point, trips);
        return (times * (constants.StatementCycles + (isView ? 0 : Tile(work, point))), times * work.Bytes * point.MeanArea(work.Axes));
    }

    private double Tile(TransferWork work, TilePoint point)
    {
        var elements = point.MeanArea(work.Axes);
        if (work.Order == TransferOrder.Scattered) return elements * constants.ScatteredCycles;
        var length = work.Contiguous < 0 ? 1 : point.MeanLength(work.Contiguous);
        var (rows, vectors) = (elements / length, elements / constants.Lanes);
        var cycles = work.Order == TransferOrder.Columns ? vectors * constants.TransposeCycles : rows * constants.RowCycles + vectors * constants.CopyCycles;
        if (!work.IsConverted) return cycles;
        var whole = Math.Floor(length / (2 * constants.Lanes)) * 2 * constants.Lanes;
        return cycles + rows * (whole / constants.Lanes * constants.ConvertCycles + (length - whole) * constants.ConvertElementCycles);
    }

    /// <summary>
    /// Loads of a task on average: a tile that only some of the grid loops select stays for the tasks that follow, so that it is loaded once for each
    /// choice of the loops around, and once more on each further core.
    /// </summary>
    private double Loads(TransferWork work, TilePoint point, double trips)
    {
        if (work.IsPipelined) return trips;
        var (choices, tasks, selected) = (1.0, 1.0, false);
        for (var i = work.Grid.Length - 1; i >= 0; i--)
        {
            var (axis, selects) = work.Grid[i];
            selected |= selects && point.Trips[axis] > 1;
            if (selected) choices *= point.Trips[axis];
            tasks *= point.Trips[axis];
        }

        return trips * Math.Min(tasks, choices + processors - 1) / tasks;
    }

    /// <summary>Whether the tile is read where it lies in memory.</summary>
    public static bool IsView(TransferWork work, TilePoint point)
    {
        if (work.Strides.Length == 0) return false;
        var inner = -1;
        for (var i = 0; i < work.Axes.Length; i++)
        {
            if (point.Tile[work.Axes[i]] > 1) inner = i;
            if (point.Tile[work.Axes[i]] > Ways && work.Strides[i] % PageBytes == 0) return false;
        }

        return inner < 0 || work.Strides[inner] == work.Bytes;
    }
}
