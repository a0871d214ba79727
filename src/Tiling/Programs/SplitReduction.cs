using MCFuser.Core;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Tiling.Programs;

/// <summary>
/// Splits the loops over a reduction axis into parts, each with states of its own, and combines the states behind the loop: the softmax state of a
/// rescaled sum before the sum.
/// </summary>
public static class SplitReduction
{
    public static TileProgram Apply(TileProgram program, AxisSplit split) => program with { Body = Rewrite(program, split, program.Body) };

    private static EquatableArray<TileStatement> Rewrite(TileProgram program, AxisSplit split, EquatableArray<TileStatement> body) =>
        body.SelectMany(s => Rewrite(program, split, s)).ToEquatableArray();

    private static IEnumerable<TileStatement> Rewrite(TileProgram program, AxisSplit split, TileStatement statement)
    {
        if (statement is If test) return [test with { Body = Rewrite(program, split, test.Body) }];
        if (statement is not For loop) return [statement];
        var states = loop.Axis == split.Axis && loop.Binding is SerialLoop ? program.StatesUpdated(loop.Body).Where(s => s.Axes.Contains(loop.Axis)).ToList() : [];
        if (states.Count == 0) return [loop with { Body = Rewrite(program, split, loop.Body) }];
        var combines = states.OrderBy(s => s.RescaledBy is not null).Select(TileStatement (s) => new Combine(s.Name, split.Scope));
        return combines.Prepend(loop with { Binding = new SplitLoop(split.Parts, split.Scope) });
    }
}
