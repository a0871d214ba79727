using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Computes an expression at every point of a tile, a row at a time.</summary>
internal sealed unsafe class MapStep : Step
{
    private readonly RowProgram _program;

    public MapStep(Map map, KernelPlan plan)
    {
        var destination = plan.Tile(map.Destination);
        var names = map.Value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer).Distinct().ToArray();
        Nest = RowNest.OfRows(plan, [destination, .. names.Select(plan.Tile)]);
        var direct = Nest.Inner >= 0 && Nest.InnerStrides[0] == sizeof(float) && destination.IsPadded(Nest.Inner);
        var operands = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i + 1);
        _program = RowCompiler.Compile(plan, Nest, operands, map.Value, direct);
    }

    public RowNest Nest { get; }

    public RowProgram Program => _program;

    public override void Warm(Frame frame) => _program.Warm(frame);

    public override void Run(Frame frame)
    {
        var addresses = stackalloc nint[_program.ValueCount];
        _program.Place(frame, addresses);
        var cursor = Nest.Begin(frame, stackalloc long[2 * Nest.Depth], stackalloc nint[Nest.Operands]);
        var count = Nest.InnerSize(frame);
        do
        {
            _program.Run(frame, cursor, count, addresses);
        }
        while (cursor.Next());
    }
}
