using MCFuser.Core.Graphs;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>Numbers the axes of a program and knows which of them have an active loop while its statements are prepared.</summary>
internal sealed class AxisTable
{
    private readonly TileProgram _program;
    private readonly Dictionary<string, int> _slots = [];
    private readonly int[] _loops;

    public AxisTable(TileProgram program)
    {
        _program = program;
        foreach (var axis in program.Axes)
        {
            if (axis.Extent is not ConstantExtent(> 0) || axis.Tile <= 0)
                throw CpuErrors.Broken($"axis {axis.Name} has no positive extent and tile", program);
            _slots.Add(axis.Name, _slots.Count);
        }

        _loops = new int[_slots.Count];
    }

    public int Count => _slots.Count;

    public int this[string axis] => _slots.TryGetValue(axis, out var slot) ? slot : throw CpuErrors.Broken($"no axis {axis}", _program);

    public string Name(int axis) => _program.Axes[axis].Name;

    public long Extent(int axis) => _program.Axes[axis].Extent.Value;

    /// <summary>The tile size, no larger than the extent.</summary>
    public long Tile(int axis) => Math.Min(_program.Axes[axis].Tile, Extent(axis));

    public long Tiles(int axis) => _program.Axes[axis].Tiles;

    public bool IsLooped(int axis) => _loops[axis] > 0;

    /// <summary>Whether a statement that runs now covers the whole tiled axis.</summary>
    public bool IsOpen(int axis) => !IsLooped(axis) && Tiles(axis) > 1;

    /// <summary>Whether a statement that runs now has exactly one position along the axis.</summary>
    public bool IsUnit(int axis) => (IsLooped(axis) ? Tile(axis) : Extent(axis)) == 1;

    public void Enter(int axis) => _loops[axis]++;

    public void Leave(int axis) => _loops[axis]--;
}
