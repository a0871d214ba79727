using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>
/// Sets one part of a state to a value: the current tile of dimensions with an active loop, all of the others, and every copy outside of a
/// split.
/// </summary>
internal sealed unsafe class InitStep(KernelPlan plan, Tile tile, float value) : Step
{
    /// <summary>Elements along each dimension; 0 stands for the size of the current tile.</summary>
    private readonly long[] _counts = [.. tile.Dimensions.Select(d => (d.Live, plan.Axes.IsLooped(d.Axis)) switch
    {
        (LiveRange.Whole, true) => 0,
        (LiveRange.PerTile, true) => 1,
        _ => d.Size,
    })];

    private readonly TileCopies[] _copies = [.. tile.Copies.Where(c => !plan.ActiveSplits.Contains(c.Scope))];

    public override void Run(Frame frame) => Copies(frame, tile.Address(frame), 0);

    private void Copies(Frame frame, nint address, int level)
    {
        if (level == _copies.Length)
        {
            Fill(frame, (float*)address, 0);
            return;
        }

        for (var part = 0; part < _copies[level].Parts; part++) Copies(frame, address + (nint)(part * _copies[level].Stride), level + 1);
    }

    private void Fill(Frame frame, float* address, int level)
    {
        if (level == _counts.Length)
        {
            *address = value;
            return;
        }

        var dimension = tile.Dimensions[level];
        var count = _counts[level] == 0 ? frame.Size[dimension.Axis] : _counts[level];
        if (level == _counts.Length - 1 && dimension.Stride == sizeof(float))
        {
            new Span<float>(address, (int)count).Fill(value);
            return;
        }

        for (var i = 0L; i < count; i++) Fill(frame, address + (i * dimension.Stride / sizeof(float)), level + 1);
    }
}
