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

    public double Special { get; private set; }

    public double Plain { get; private set; }

    public double Overhead { get; private set; }

    public readonly double Cycles => Contract + Accumulate + Stream + Transfer + Special + Plain + Overhead;

    private void Add(ProgramWork work, TilePoint point)
    {
        var trips = work.Loops.Trips(point);
        Overhead += trips * _constants.StatementCycles;
        switch (work)
        {
            case TransferWork transfer: Add(transfer, point, trips); break;
            case ContractWork contract: Add(contract, point, trips); break;
            case PointWork row:
                var vectors = trips * Vectors(row.Axes, point);
                Plain += vectors * row.Plain * _constants.PlainCycles;
                Special += vectors * row.Special * _constants.SpecialCycles;
                break;
            case CombineWork: Plain += trips * Vectors(work.Axes, point) * _constants.PlainCycles; break;
        }
    }

    private void Add(TransferWork transfer, TilePoint point, double trips)
    {
        var cycles = transfer.IsTransposed ? _constants.TransposeCycles : _constants.CopyCycles;
        if (transfer.IsConverted) cycles += _constants.ConvertCycles;
        Transfer += trips * Vectors(transfer.Axes, point) * cycles;
    }

    private void Add(ContractWork contract, TilePoint point, double trips)
    {
        var times = trips * point.MeanArea(contract.Shared);
        var rows = Groups(contract.M, point, _constants.Rows);
        var columns = Groups(contract.N, point, _constants.Vectors * _constants.Lanes);
        double m = point.MeanArea(contract.M), n = point.MeanArea(contract.N), k = point.MeanArea(contract.K);
        var cycles = rows * columns * _constants.Rows * _constants.Vectors * k / _constants.VectorsPerCycle;
        Contract += times * cycles;
        Accumulate += times * rows * columns * _constants.RegisterTileCycles;
        Stream += times * Math.Max(0, 4 * (rows * k * n + columns * m * k + 2 * m * n) / BytesPerCycle(4 * (m * k + k * n + m * n)) - cycles);
    }

    private readonly double BytesPerCycle(double bytes) =>
        bytes <= _constants.L1Bytes ? double.PositiveInfinity : bytes <= _device.SharedBytesPerBlock ? _constants.L2BytesPerCycle : _constants.L3BytesPerCycle;

    private readonly double Vectors(int[] axes, TilePoint point) => Groups(axes, point, _constants.Lanes);

    /// <summary>Groups of positions along the last of some axes, for each point of the others.</summary>
    private static double Groups(int[] axes, TilePoint point, int unit)
    {
        if (axes.Length == 0) return 1;
        var groups = point.Groups(axes[^1], unit);
        for (var i = 0; i < axes.Length - 1; i++) groups *= point.MeanLength(axes[i]);
        return groups;
    }
}
