using MCFuser.Search.Programs;

namespace MCFuser.Search.Models.Cpu;

/// <summary>
/// The cycles of the matrix kernel: columns in slices of up to so many vectors, equally wide; rows in groups of 6, then 4, 2, 1. A register tile of r
/// rows and v vectors takes r · v multiply-adds for each step of the reduction, no fewer cycles than a step takes at least, and is started and
/// written back once.
/// </summary>
/// <param name="leastStep">Cycles that a step takes at least: a multiply-add until it is finished, or the next row of the right operand until it is there.</param>
internal readonly struct MicrokernelCost(CpuConstants constants, double leastStep)
{
    /// <summary>The cost of a tile of [rows, columns], on average over full and last tiles of both axes (-1: a single position).</summary>
    public (double Arithmetic, double Accumulators) Of(int rows, int columns, double depth, TilePoint point)
    {
        var (arithmetic, accumulators) = (0.0, 0.0);
        foreach (var (height, rowShare) in Lengths(rows, point))
        {
            foreach (var (width, columnShare) in Lengths(columns, point))
            {
                var (steps, tiles) = Tile(height, width);
                arithmetic += rowShare * columnShare * steps * depth;
                accumulators += rowShare * columnShare * tiles;
            }
        }

        return (arithmetic, accumulators);
    }

    /// <summary>The tile lengths of an axis and the share of tiles that have each.</summary>
    private static ReadOnlySpan<(long Length, double Share)> Lengths(int axis, TilePoint point)
    {
        if (axis < 0) return new[] { (1L, 1.0) };
        var (full, last) = point.Lengths(axis);
        var trips = (double)point.Trips[axis];
        return full == last ? new[] { (full, 1.0) } : new[] { (full, (trips - 1) / trips), (last, 1 / trips) };
    }

    /// <summary>Cycles for a step of the reduction, and cycles to start and write back the register tiles.</summary>
    private (double Steps, double Tiles) Tile(long rows, long columns)
    {
        var vectors = (columns + constants.Lanes - 1) / constants.Lanes;
        var slices = (vectors + constants.Vectors - 1) / constants.Vectors;
        var width = (vectors + slices - 1) / slices;
        var (steps, tiles) = Slice(rows, width);
        var (whole, rest) = (vectors / width, vectors % width);
        if (rest == 0) return (whole * steps, whole * tiles);
        var (lastSteps, lastTiles) = Slice(rows, rest);
        return (whole * steps + lastSteps, whole * tiles + lastTiles);
    }

    private (double Steps, double Tiles) Slice(long rows, long vectors)
    {
        var (sixes, rest) = (rows / 6, rows % 6);
        double steps = sixes * Step(6 * vectors), tiles = sixes * Start(6 * vectors);
        for (var group = 4; group > 0; group /= 2)
        {
            if ((rest & group) == 0) continue;
            steps += Step(group * vectors);
            tiles += Start(group * vectors);
        }

        return (steps, tiles);
    }

    private double Step(long registers) => Math.Max(registers / constants.VectorsPerCycle, leastStep);

    private double Start(long registers) => constants.RegisterTileCycles + registers * constants.AccumulatorCycles;
}
