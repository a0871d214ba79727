using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Computes an expression at every point of a tile, a row at a time.</summary>
internal sealed unsafe class MapStep : Step
{
    private readonly RowNest _nest;
    private readonly RowProgram _program;

    public MapStep(Map map, KernelPlan plan)
    {
        var destination = plan.Tile(map.Destination);
        var names = map.Value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer).Distinct().ToArray();
        _nest = RowNest.OfRows(plan, [destination, .. names.Select(plan.Tile)]);
        var direct = _nest.Inner >= 0 && _nest.InnerStrides[0] == sizeof(float) && destination.IsPadded(_nest.Inner);
        var operands = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i + 1);
        _program = RowCompiler.Compile(plan, _nest, operands, map.Value, direct);
    }

    public override void Warm(Frame frame) => _program.Warm(frame);

    public override void Run(Frame frame)
    {
        var addresses = stackalloc nint[_program.ValueCount];
        _program.Place(frame, addresses);
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[_nest.Operands]);
        var count = _nest.InnerSize(frame);
        do
        {
            _program.Run(frame, cursor, count, addresses);
        }
        while (cursor.Next());
    }
}
