using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>
/// Merges the copies that a split loop made of one part into the first. The copies of a rescaled sum are weighed by the scales that
/// <see cref="CombineSoftmaxStep"/> left.
/// </summary>
internal sealed unsafe class CombineStep<T> : Step
    where T : struct, IFold
{
    private readonly RowNest _nest;
    private readonly Tile _part;
    private readonly Tile? _weight;
    private readonly SplitScope _scope;
    private readonly int _parts;

    public CombineStep(KernelPlan plan, Tile part, Tile? weight, SplitScope scope)
    {
        (_part, _weight, _scope) = (part, weight, scope);
        _nest = weight is null ? RowNest.OfRows(plan, part) : RowNest.OfRows(plan, part, weight);
        _parts = part.Copies.Where(c => c.Scope == scope).Select(c => c.Parts).FirstOrDefault(1);
    }

    public override void Run(Frame frame)
    {
        if (_parts == 1) return;
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[_nest.Operands]);
        var count = _nest.InnerSize(frame);
        do
        {
            for (nint i = 0; i < count; i++)
            {
                var target = (float*)(cursor[0] + (i * _nest.InnerStrides[0]));
                var result = Copy(cursor, i, 0);
                for (var part = 1; part < _parts; part++) result = T.Apply(result, Copy(cursor, i, part));
                *target = result;
            }
        }
        while (cursor.Next());
    }

    private float Copy(in RowCursor cursor, nint i, int part)
    {
        var value = *(float*)(cursor[0] + (i * _nest.InnerStrides[0]) + _part.CopyOffset(_scope, part));
        return _weight is null ? value : value * *(float*)(cursor[1] + (i * _nest.InnerStrides[1]) + _weight.CopyOffset(_scope, part));
    }
}
