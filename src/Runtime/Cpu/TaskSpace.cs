using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Indices;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Steps;

namespace MCFuser.Runtime.Cpu;

/// <summary>
/// The independent tasks of a kernel: the tiles of its outermost run of directly nested grid loops, the innermost fastest.
/// A program of another form is one task.
/// </summary>
internal sealed class TaskSpace
{
    private readonly AxisTable _axes;
    private readonly (int Axis, long Low, long Tiles)[] _loops;
    private readonly Step _body;

    private TaskSpace(AxisTable axes, (int Axis, long Low, long Tiles)[] loops, Step body)
    {
        (_axes, _loops, _body) = (axes, loops, body);
        Count = loops.Aggregate(1L, (count, loop) => count * loop.Tiles);
    }

    public long Count { get; }

    public static TaskSpace Build(KernelPlan plan)
    {
        var loops = new List<(int Axis, long Low, long Tiles)>();
        var statements = plan.Program.Body;
        while (statements is [For { Binding: GridLoop } loop] && Range(loop, plan) is { } range)
        {
            loops.Add(range);
            plan.Axes.Enter(range.Axis);
            statements = loop.Body;
        }

        return new TaskSpace(plan.Axes, [.. loops], new StepBuilder(plan).Block(statements));
    }

    public void Warm(Frame frame)
    {
        for (var axis = 0; axis < _axes.Count; axis++) frame.Size[axis] = _axes.Extent(axis);
        _body.Warm(frame);
    }

    public void Run(Frame frame, long task)
    {
        for (var i = _loops.Length - 1; i >= 0; i--)
        {
            var (axis, low, tiles) = _loops[i];
            var start = low + (task % tiles * _axes.Tile(axis));
            task /= tiles;
            frame.Start[axis] = start;
            frame.Size[axis] = Math.Min(_axes.Tile(axis), _axes.Extent(axis) - start);
        }

        _body.Run(frame);
    }

    /// <summary>The tiles of a loop with constant bounds.</summary>
    private static (int Axis, long Low, long Tiles)? Range(For loop, KernelPlan plan)
    {
        if (AffineIndex.TryAnalyse(loop.Low, plan.Axes) is not { IsConstant: true } first) return null;
        if (AffineIndex.TryAnalyse(loop.High, plan.Axes) is not { IsConstant: true } last) return null;
        var axis = plan.Axes[loop.Axis];
        var (low, high) = (Math.Max(0, first.Constant), Math.Min(plan.Axes.Extent(axis), last.Constant));
        var tile = plan.Axes.Tile(axis);
        return (axis, low, Math.Max(0, (high - low + tile - 1) / tile));
    }
}
