using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>
/// Merges the copies of a softmax state: the largest maximum, the sum of the sums brought to it. The scale of each copy becomes the weight
/// e^(its maximum - the largest) by which sums that depend on the state are still to be merged.
/// </summary>
internal sealed unsafe class CombineSoftmaxStep : Step
{
    private readonly RowNest _nest;
    private readonly Tile[] _tiles;
    private readonly SplitScope _scope;
    private readonly int _parts;

    public CombineSoftmaxStep(KernelPlan plan, TileState state, SplitScope scope)
    {
        _scope = scope;
        _tiles = [.. state.Parts.Select(plan.Tile)];
        _nest = RowNest.OfRows(plan, _tiles);
        _parts = _tiles[0].Copies.Where(c => c.Scope == scope).Select(c => c.Parts).FirstOrDefault(1);
    }

    public override void Run(Frame frame)
    {
        if (_parts == 1) return;
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[3]);
        var count = _nest.InnerSize(frame);
        do
        {
            for (nint i = 0; i < count; i++) Merge(cursor, i);
        }
        while (cursor.Next());
    }

    private void Merge(in RowCursor cursor, nint i)
    {
        var largest = *Part(cursor, 0, i, 0);
        for (var part = 1; part < _parts; part++) largest = MathF.Max(largest, *Part(cursor, 0, i, part));
        var sum = 0f;
        for (var part = 0; part < _parts; part++)
        {
            var maximum = *Part(cursor, 0, i, part);
            var weight = float.IsNegativeInfinity(maximum) ? 0 : SoftmaxRows.Exponential(maximum, largest);
            *Part(cursor, 2, i, part) = weight;
            sum += weight * *Part(cursor, 1, i, part);
        }

        *Part(cursor, 0, i, 0) = largest;
        *Part(cursor, 1, i, 0) = sum;
    }

    private float* Part(in RowCursor cursor, int tile, nint i, int part) =>
        (float*)(cursor[tile] + (i * _nest.InnerStrides[tile]) + _tiles[tile].CopyOffset(_scope, part));
}
