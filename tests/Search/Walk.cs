using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tests.Search;

/// <summary>Runs the loops for real and counts what their statements do: the oracle of the models.</summary>
internal static class Walk
{
    /// <summary>Visits every execution of every statement of a placement, all loops of the grid and of the block run.</summary>
    public static void Placement(LoopPlacement placement, Action<PlacedStatement> visit)
    {
        var batch = placement.Flow.Chain.Axes.Where(a => a.Role == MCFuser.Core.Chains.AxisRole.Batch).Select(a => a.Name);
        var tree = LoopList.Build<PlacedStatement, Action>(placement.Statements, s => s.Path, s => () => visit(s), (axis, body) => () => Repeat(placement.Tiles(axis), body));
        var run = () => Repeat(1, tree);
        foreach (var axis in batch.Concat(placement.Grid).Reverse())
        {
            var inner = run;
            run = () => Repeat(placement.Tiles(axis), [inner]);
        }

        run();
    }

    /// <summary>Visits every execution of every statement of a tile program, the bounds of loops evaluated as they stand.</summary>
    public static void Program(TileProgram program, Action<TileStatement> visit) => Run(program, program.Body, new Dictionary<string, long>(), visit);

    /// <summary>Elements of a buffer's tile, counted one by one, edge tiles counted whole.</summary>
    public static long Elements(IEnumerable<long> tileSizes)
    {
        var sizes = tileSizes.ToArray();
        var at = new long[sizes.Length];
        for (var count = 1L; ; count++)
        {
            var axis = sizes.Length - 1;
            while (axis >= 0 && ++at[axis] == sizes[axis]) at[axis--] = 0;
            if (axis < 0) return count;
        }
    }

    private static void Repeat(long times, IEnumerable<Action> body)
    {
        var actions = body.ToList();
        for (var i = 0L; i < times; i++)
            foreach (var action in actions) action();
    }

    private static void Run(TileProgram program, IEnumerable<TileStatement> body, Dictionary<string, long> at, Action<TileStatement> visit)
    {
        foreach (var statement in body)
        {
            visit(statement);
            if (statement is not For loop) continue;
            var tile = program.FindAxis(loop.Axis).Tile;
            var (low, high) = (Value(loop.Low, at), Value(loop.High, at));
            for (var start = low; start < high; start += tile)
            {
                at[loop.Axis] = start;
                Run(program, loop.Body, at, visit);
            }

            at.Remove(loop.Axis);
        }
    }

    private static long Value(IndexExpression index, Dictionary<string, long> at) => index switch
    {
        IndexConstant(var value) => value,
        IndexAxis(var axis) => at[axis],
        IndexAdd(var x, var y) => Value(x, at) + Value(y, at),
        IndexMultiply(var x, var y) => Value(x, at) * Value(y, at),
        IndexFloorDivide(var x, var y) => (long)Math.Floor((double)Value(x, at) / Value(y, at)),
        IndexMin(var x, var y) => Math.Min(Value(x, at), Value(y, at)),
        IndexMax(var x, var y) => Math.Max(Value(x, at), Value(y, at)),
        _ => throw new InvalidOperationException(index.ToString()),
    };
}
