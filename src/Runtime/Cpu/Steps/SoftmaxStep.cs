using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>
/// Folds a tile into an online softmax and writes its exponentials: the maximum grows, the sum shrinks by scale = e^(old maximum - new
/// maximum)
/// and takes the new exponentials. The scale is 1 where the maximum was -inf, since nothing was accumulated.
/// </summary>
internal sealed unsafe class SoftmaxStep : Step
{
    private const int Source = 0, Destination = 1, Maximum = 2, Sum = 3, Scale = 4;

    private readonly RowNest _kept;
    private readonly int[] _folded;
    private readonly nint[] _sourceStrides, _targetStrides;
    private readonly bool _contiguous, _writes;
    private readonly long _row;
    private MapStep? _map;

    public SoftmaxStep(KernelPlan plan, Tile source, Tile? destination, TileState state)
    {
        var (maximum, sum, scale) = (plan.Tile(state.Parts[0]), plan.Tile(state.Parts[1]), plan.Tile(state.Parts[2]));
        Operand[] operands = [source, destination ?? source, maximum, sum, scale];
        var axes = RowNest.AxesOf(plan, operands).Where(a => !RowNest.IsSingle(a, operands)).ToList();
        _folded = [.. axes.Where(a => !maximum.Axes.Contains(a))];
        _kept = RowNest.Over(plan, axes.Except(_folded), -1, operands);
        _sourceStrides = [.. _folded.Select(a => (nint)source.Stride(a))];
        _targetStrides = [.. _folded.Select(a => (nint)operands[Destination].Stride(a))];
        _writes = destination is not null;
        _contiguous = _writes && _sourceStrides is [sizeof(float)] && _targetStrides is [sizeof(float)];
        var longest = _folded.Aggregate(1L, (size, a) => size * (plan.Axes.IsLooped(a) ? plan.Axes.Tile(a) : plan.Axes.Extent(a)));
        _row = _contiguous ? 0 : plan.Reserve(longest * sizeof(float));
    }

    /// <summary>
    /// Computes the source by a map, a row at a time, so that each row is still in the nearest cache when it is folded.
    /// False where the rows of the two differ.
    /// </summary>
    public bool TryPrecede(MapStep map)
    {
        if (!_contiguous || map.Nest.Inner != _folded[0] || map.Nest.Depth != _kept.Depth) return false;
        for (var level = 0; level < _kept.Depth; level++)
        {
            if (map.Nest.OuterAxis(level) != _kept.OuterAxis(level)) return false;
        }

        _map = map;
        return true;
    }

    public override void Warm(Frame frame) => _map?.Warm(frame);

    public override void Run(Frame frame)
    {
        if (_map is null) RunAlone(frame);
        else RunMapped(frame, _map);
    }

    private void RunMapped(Frame frame, MapStep map)
    {
        var addresses = stackalloc nint[map.Program.ValueCount];
        map.Program.Place(frame, addresses);
        var mapped = map.Nest.Begin(frame, stackalloc long[2 * _kept.Depth], stackalloc nint[map.Nest.Operands]);
        var cursor = _kept.Begin(frame, stackalloc long[2 * _kept.Depth], stackalloc nint[5]);
        var count = (nint)frame.Size[_folded[0]];
        do
        {
            map.Program.Run(frame, mapped, count, addresses);
            Update((float*)cursor[Source], (float*)cursor[Destination], count, cursor);
            mapped.Next();
        }
        while (cursor.Next());
    }

    private void RunAlone(Frame frame)
    {
        var cursor = _kept.Begin(frame, stackalloc long[2 * _kept.Depth], stackalloc nint[5]);
        nint count = 1;
        foreach (var axis in _folded) count *= (nint)frame.Size[axis];
        do
        {
            if (_contiguous)
            {
                Update((float*)cursor[Source], (float*)cursor[Destination], count, cursor);
                continue;
            }

            var row = (float*)(frame.Scratch + _row);
            Collect(frame, cursor[Source], _sourceStrides, row, 0, false);
            Update(row, row, count, cursor);
            if (_writes) Collect(frame, cursor[Destination], _targetStrides, row, 0, true);
        }
        while (cursor.Next());
    }

    private static void Update(float* source, float* target, nint count, in RowCursor state)
    {
        var maximum = (float*)state[Maximum];
        var sum = (float*)state[Sum];
        var scale = (float*)state[Scale];
        var old = *maximum;
        *maximum = MathF.Max(old, SoftmaxRows.Maximum(source, count));
        *scale = float.IsNegativeInfinity(old) ? 1 : SoftmaxRows.Exponential(old, *maximum);
        *sum = (*sum * *scale) + SoftmaxRows.Exponentials(source, target, count, *maximum);
    }

    /// <summary>Copies the folded points of a tile to a row, or back. Returns the end of the row.</summary>
    private float* Collect(Frame frame, nint tile, nint[] strides, float* row, int level, bool back)
    {
        if (level == _folded.Length)
        {
            if (back) *(float*)tile = *row;
            else *row = *(float*)tile;
            return row + 1;
        }

        for (var i = 0L; i < frame.Size[_folded[level]]; i++)
            row = Collect(frame, tile + (nint)(i * strides[level]), strides, row, level + 1, back);
        return row;
    }
}
