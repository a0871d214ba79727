using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;
using MCFuser.Search.Programs;

namespace MCFuser.Search.Models.Cuda;

/// <summary>What one block takes of each unit of a processor, in cycles, and how long its critical path is.</summary>
internal struct BlockCost
{
    private readonly ProgramShape _shape;
    private readonly CudaConstants _constants;
    private readonly bool _usesTensorCores;
    private readonly double _flopsPerClock, _lanes;
    private double _chain, _loads;

    public BlockCost(ProgramShape shape, TilePoint point, DeviceSpec device, Precision precision, CudaConstants constants)
    {
        (_shape, _constants) = (shape, constants);
        _usesTensorCores = precision != Precision.F32;
        var clocks = 1e9 * device.ClockGigahertz * device.Processors;
        _flopsPerClock = Peak.Of(device, precision) / clocks * (_usesTensorCores ? constants.MmaEfficiency : 1);
        _lanes = 1e12 * device.TeraflopsF32 / clocks / 2;
        foreach (var work in shape.Works) Add(work, point);
        Path = constants.LoadLatency + Math.Max(_chain, _loads * constants.LoadLatency - (shape.Schedule.Stages - 2) * _chain) + constants.StoreLatency;
    }

    /// <summary>Cycles of the tensor cores (or of the f32 lanes) at the rate they reach.</summary>
    public double Contract { get; private set; }

    public double Shared { get; private set; }

    public double Special { get; private set; }

    public double Plain { get; private set; }

    /// <summary>Bytes that the block moves from and to L2.</summary>
    public double Bytes { get; private set; }

    /// <summary>
    /// Cycles from the first load to the last store: the first loads, then for each serial step its contractions and row reductions one after the
    /// other, and what of a load's latency the pipeline does not hide.
    /// </summary>
    public double Path { get; }

    private void Add(ProgramWork work, TilePoint point)
    {
        var trips = work.Loops.Trips(point);
        switch (work)
        {
            case TransferWork transfer: Add(transfer, point, trips); break;
            case ContractWork contract: Add(contract, point, trips); break;
            case PointWork row: Add(row, point, trips); break;
            case CombineWork: _chain += trips * (_shape.Split!.Scope == SplitScope.Warp ? 4 * _constants.SharedLatency : _constants.CombineLatency); break;
        }
    }

    private void Add(TransferWork transfer, TilePoint point, double trips)
    {
        var bytes = trips * transfer.Bytes * point.Area(transfer.Axes);
        Bytes += bytes;
        Shared += bytes / _constants.SharedBytesPerClock;
        if (!transfer.IsPipelined) return;
        _chain += trips * _constants.BarrierLatency;
        _loads = Math.Max(_loads, trips);
    }

    private void Add(ContractWork contract, TilePoint point, double trips)
    {
        var schedule = _shape.Schedule;
        var times = trips * point.Area(contract.Shared);
        double m = RoundUp(point.Area(contract.M), _usesTensorCores ? 16 * schedule.WarpsM : 1), n = RoundUp(point.Area(contract.N), _usesTensorCores ? 8 * schedule.WarpsN : 1);
        var k = point.Area(contract.K) / schedule.WarpsSplit;
        var flops = 2 * m * n * k * schedule.WarpsSplit;
        Contract += times * flops / _flopsPerClock;
        var read = (contract.Right is { } right ? schedule.WarpsM * n * k * right.Bytes : 0) + (contract.Left is { } left ? schedule.WarpsN * m * k * left.Bytes : 0);
        Shared += times * read / _constants.SharedBytesPerClock;
        var issue = flops / Math.Min(_flopsPerClock, _flopsPerClock * _shape.Threads / 128);
        _chain += times * (_constants.SharedLatency + (_usesTensorCores ? Math.Max(issue, k / 16 * _constants.MmaLatency) : issue));
    }

    private void Add(PointWork work, TilePoint point, double trips)
    {
        var elements = trips * point.Area(work.Axes);
        Plain += elements * work.Plain / _lanes;
        Special += elements * work.Special / _constants.SpecialPerClock;
        _chain += elements * (work.Plain / Math.Min(_lanes, _shape.Threads) + work.Special / _constants.SpecialPerClock);
        if (work.Kind is PointKind.Fold or PointKind.Softmax) _chain += trips * _constants.RowReductionLatency;
    }

    private static double RoundUp(double value, int unit) => Math.Ceiling(value / unit) * unit;
}
