using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>What the statements of a kernel share while they are prepared: axes, buffers and the scratch memory of a worker.</summary>
internal sealed class KernelPlan
{
    private const int CacheLine = 64;

    /// <summary>Whole vectors may be read this far beyond the last element of any tile.</summary>
    private const int Slack = 256;

    private readonly Dictionary<string, Tile> _tiles = [];
    private readonly Dictionary<string, GlobalTensor> _globals = [];
    private readonly Dictionary<string, Load> _views = [];

    public KernelPlan(TileProgram program)
    {
        Program = program;
        Axes = new AxisTable(program);
        foreach (var buffer in program.Inputs.Concat(program.Outputs))
            _globals.Add(buffer.Name, new GlobalTensor(buffer, _globals.Count, Axes, program));
        TileLayout.Place(this, _tiles, _views);
    }

    public TileProgram Program { get; }

    public AxisTable Axes { get; }

    public int BufferCount => _globals.Count + Program.Buffers.Count;

    /// <summary>The numbers that loads keep in <see cref="Frame.Keys"/>.</summary>
    public int KeyCount { get; private set; }

    /// <summary>Bytes of scratch memory that a worker needs.</summary>
    public long ScratchBytes { get; private set; } = Slack;

    /// <summary>The scopes of the split loops around the statement that is being prepared.</summary>
    public HashSet<SplitScope> ActiveSplits { get; } = [];

    /// <summary>The tiles that own memory, with their place in the scratch memory.</summary>
    public Dictionary<Tile, long> Offsets { get; } = [];

    public Tile Tile(string name) =>
        _tiles.TryGetValue(name, out var tile) ? tile : throw CpuErrors.Broken($"no buffer {name} on chip", Program);

    public bool IsTile(string name) => _tiles.ContainsKey(name);

    public GlobalTensor Global(string name) =>
        _globals.TryGetValue(name, out var tensor) ? tensor : throw CpuErrors.Broken($"no tensor {name}", Program);

    public bool IsView(string tile) => _views.ContainsKey(tile);

    /// <summary>Sets scratch memory aside and gives its place.</summary>
    public long Reserve(long bytes)
    {
        var offset = ScratchBytes - Slack;
        ScratchBytes += (bytes + CacheLine - 1) / CacheLine * CacheLine;
        return offset;
    }

    public int ReserveKeys(int count)
    {
        KeyCount += count;
        return KeyCount - count;
    }

    /// <summary>Fails where an operand holds one tile of an axis but the statement covers all of them.</summary>
    public void CheckCovered(Operand operand)
    {
        if (operand is not Tile tile) return;
        foreach (var dimension in tile.Dimensions)
        {
            if (dimension.Live == LiveRange.Tile && Axes.IsOpen(dimension.Axis))
                throw CpuErrors.Broken($"{tile.Name} holds one tile of {Axes.Name(dimension.Axis)}, over which no loop runs here", Program);
        }
    }
}
