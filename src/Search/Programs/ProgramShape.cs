using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Programs;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Search.Programs;

/// <summary>
/// What the tile programs of candidates with the same expression, split and deleted loops have in common: their statements as work, their loops and
/// buffers by axis number. One is built from a tile program; estimates and fit tests of all its candidates are then sums and products.
/// </summary>
internal sealed class ProgramShape
{
    private readonly int[] _grid;
    private readonly int _gridParts;

    public ProgramShape(ChainAxes axes, TileProgram program)
    {
        var reader = new WorkReader(axes, program);
        reader.Read(program.Body);
        _grid = [.. reader.Grid];
        _gridParts = reader.GridParts;
        Schedule = program.Schedule;
        Split = reader.Split;
        Works = [.. reader.Works];
        Buffers = [.. program.Buffers.Select(b => new ShapeBuffer(axes, b, reader.Pipelined.Contains(b.Name)))];
        Tensors = [.. reader.Tensors.Select(t => (double)t.Type.Bytes() * t.Axes.Aggregate(1.0, (n, a) => n * axes.Chain.Extent(a)))];
    }

    public static ProgramShape Of(ChainAxes axes, Candidate candidate) => new(axes, TileProgramBuilder.Build(axes.Chain, candidate));

    public Schedule Schedule { get; }

    /// <summary>The loop that is dealt out to parts, or null.</summary>
    public SplitLoop? Split { get; }

    public ProgramWork[] Works { get; }

    public ShapeBuffer[] Buffers { get; }

    /// <summary>The bytes of each input and output.</summary>
    public double[] Tensors { get; }

    public int Threads => FitTest.WarpThreads * Schedule.WarpsM * Schedule.WarpsN * Schedule.WarpsSplit;

    /// <summary>Thread blocks, or tasks.</summary>
    public double Blocks(TilePoint point) => point.Product(_grid) * _gridParts;

    /// <summary>What a block needs on a device: the numbers of <see cref="FitTest"/> without building the program.</summary>
    public FitReport Fit(TilePoint point, DeviceSpec device)
    {
        if (device.Kind == DeviceKind.Cpu) return new FitReport(Bytes(point), long.MaxValue, 0, 0);
        long shared = 0, registers = 0;
        foreach (var buffer in Buffers)
        {
            var bytes = buffer.Bytes(point);
            if (buffer.Scope == MemoryScope.Shared) shared += buffer.IsPipelined ? bytes * Schedule.Stages : bytes;
            else if (buffer.Scope == MemoryScope.Register) registers += bytes;
        }

        return new FitReport(shared, device.SharedBytesPerBlock, registers / 4 / Math.Max(Threads, FitTest.MostThreads) + FitTest.OtherRegisters, device.RegistersPerThread);
    }

    /// <summary>The bytes a block keeps on chip.</summary>
    public long Bytes(TilePoint point)
    {
        var bytes = 0L;
        foreach (var buffer in Buffers) bytes += buffer.Bytes(point);
        return bytes;
    }
}
