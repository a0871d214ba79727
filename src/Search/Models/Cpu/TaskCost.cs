using MCFuser.Core.Devices;
using MCFuser.Search.Programs;

namespace MCFuser.Search.Models.Cpu;

/// <summary>What one task takes of a core, in cycles.</summary>
internal struct TaskCost
{
    private readonly DeviceSpec _device;
    private readonly CpuConstants _constants;

    public TaskCost(ProgramShape shape, TilePoint point, DeviceSpec device, CpuConstants constants)
    {
        (_device, _constants) = (device, constants);
        Overhead = constants.TaskCycles;
        foreach (var work in shape.Works) Add(work, point);
    }

    public double Contract { get; private set; }

    public double Accumulate { get; private set; }

    public double Stream { get; private set; }

    public double Transfer { get; private set; }

    /// <summary>Bytes loaded and stored.</summary>
    public double Bytes { get; private set; }

    public double Special { get; private set; }

    public double Plain { get; private set; }

    public double Overhead { get; private set; }

    public readonly double Cycles => Contract + Accumulate + Stream + Transfer + Special + Plain + Overhead;

    private void Add(ProgramWork work, TilePoint point)
    {
        var trips = work.Loops.Trips(point);
        switch (work)
        {
            case TransferWork transfer:
                var (cycles, bytes) = new TransferCost(_constants, _device.Processors).Of(transfer, point, trips);
                Transfer += cycles;
                Bytes += bytes;
                break;
            case ContractWork contract: Add(contract, point, trips); break;
            case PointWork row: Add(row, point, trips); break;
            case CombineWork: Plain += trips * Vectors(work.Axes, point) * _constants.PlainCycles; break;
        }
    }

    private void Add(PointWork work, TilePoint point, double trips)
    {
        Overhead += trips * _constants.StatementCycles;
        var rows = trips * (work.Axes.Length == 0 ? 1 : point.MeanArea(work.Axes) / point.MeanLength(work.Axes[^1]));
        Plain += rows * (work.Kind == PointKind.Softmax ? _constants.SoftmaxRowCycles : _constants.RowCycles);
        if (work.Kind == PointKind.Rescale) return;
        var vectors = trips * Vectors(work.Axes, point);
        Plain += vectors * work.Plain * _constants.PlainCycles;
        Special += vectors * work.Special * _constants.SpecialCycles;
    }

    private void Add(ContractWork contract, TilePoint point, double trips)
    {
        Overhead += trips * _constants.StatementCycles;
        var columns = contract.Axes.Length == 0 ? -1 : contract.Axes[^1];
        var rows = Longest(contract.N.Contains(columns) ? contract.M : contract.N, point);
        var times = trips;
        foreach (var axis in contract.Axes)
            if (axis != rows && axis != columns) times *= point.MeanLength(axis);
        var (arithmetic, accumulators) = new MicrokernelCost(_constants, LeastStep(contract, point)).Of(rows, columns, point.MeanArea(contract.K), point);
        Contract += times * arithmetic;
        Accumulate += times * accumulators;
        Stream += times * Math.Max(0, Streamed(rows, columns, point.MeanArea(contract.K), point) - arithmetic);
    }

    /// <summary>
    /// Cycles to read a slice of the right operand for every group of rows, from the cache that holds the tiles of the contraction; the nearest one
    /// keeps up with any arithmetic.
    /// </summary>
    private readonly double Streamed(int rows, int columns, double depth, TilePoint point)
    {
        double m = rows < 0 ? 1 : point.MeanLength(rows), n = columns < 0 ? 1 : point.MeanLength(columns);
        var bytes = sizeof(float) * (m * depth + depth * n + m * n);
        if (bytes <= _constants.L1Bytes) return 0;
        return sizeof(float) * Math.Ceiling(m / 6) * depth * n / (bytes <= _device.SharedBytesPerBlock ? _constants.L2BytesPerCycle : _constants.L3BytesPerCycle);
    }

    /// <summary>
    /// A right operand read in place has rows a stride apart, so that few sets of the nearest cache hold them: when a group of rows ends they are gone,
    /// and each step waits for the next row.
    /// </summary>
    private readonly double LeastStep(ContractWork contract, TilePoint point)
    {
        if (contract.Right is not { } right || !TransferCost.IsView(right, point)) return _constants.LatencyCycles;
        var depth = Longest(contract.K, point);
        if (depth < 0 || Array.IndexOf(right.Axes, depth) is not (>= 0 and var at)) return _constants.LatencyCycles;
        var rows = TransferCost.Ways * TransferCost.PageBytes / Math.Max(64, GreatestPowerOfTwo(right.Strides[at]));
        return point.MeanLength(depth) <= rows ? _constants.LatencyCycles : _constants.StridedCycles;
    }

    /// <summary>The greatest power of two that divides a stride, a page at most.</summary>
    private static long GreatestPowerOfTwo(long stride) => Math.Min(TransferCost.PageBytes, stride & -stride);

    private static int Longest(int[] axes, TilePoint point)
    {
        var longest = -1;
        foreach (var axis in axes)
            if (longest < 0 || point.Tile[axis] > point.Tile[longest]) longest = axis;
        return longest;
    }

    /// <summary>Vectors that cover the rows of a tile.</summary>
    private readonly double Vectors(int[] axes, TilePoint point)
    {
        if (axes.Length == 0) return 1;
        var vectors = Math.Ceiling(point.MeanLength(axes[^1]) / _constants.Lanes);
        for (var i = 0; i < axes.Length - 1; i++) vectors *= point.MeanLength(axes[i]);
        return vectors;
    }
}
