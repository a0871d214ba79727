using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering.Passes;

/// <summary>
/// Tensor cores contract matrices. Where a contraction has several axes of one kind (of its left operand alone, of its right one, of both, reduced), all but one
/// take one position at a time: their loops get tile 1, and the tiles lose that dimension.
/// </summary>
internal static class NarrowExtraAxes
{
    public static TileProgram Apply(TileProgram program)
    {
        for (var current = program; ; current = Narrow(current, Extra(current)!))
            if (Extra(current) is null) return current;
    }

    private static string? Extra(TileProgram program)
    {
        var looped = program.Body.WithNested().OfType<For>().Where(l => l.Binding is not SplitLoop).Select(l => l.Axis).ToHashSet();
        foreach (var contract in program.Body.WithNested().OfType<Contract>())
        {
            string[] left = [.. program.FindBuffer(contract.Left).Axes], right = [.. program.FindBuffer(contract.Right).Axes], summed = [.. contract.Axes];
            string[][] kinds =
            [
                [.. left.Except(right).Except(summed)],
                [.. right.Except(left).Except(summed)],
                [.. left.Intersect(right).Intersect(summed)],
            ];
            var extra = kinds.Where(k => k.Length > 1).SelectMany(k => k.OrderBy(a => IsGrid(program, a) ? 0 : 1).ThenBy(a => program.FindAxis(a).Extent.Value).Take(k.Length - 1))
                .Concat(left.Intersect(right).Except(summed));
            if (extra.FirstOrDefault(looped.Contains) is { } axis) return axis;
        }

        // What is reduced stays beside one other axis.
        var reduced = program.States.SelectMany(s => s.Axes).ToHashSet();
        return program.Buffers.Where(b => b.Scope is MemoryScope.Shared or MemoryScope.Register && b.Dimensions.Count > 2)
            .SelectMany(b => b.Axes.Where(a => looped.Contains(a) && !reduced.Contains(a)).OrderBy(a => IsGrid(program, a) ? 0 : 1)).FirstOrDefault();
    }

    private static bool IsGrid(TileProgram program, string axis) => program.Body.WithNested().OfType<For>().Any(l => l.Axis == axis && l.Binding is GridLoop);

    private static TileProgram Narrow(TileProgram program, string axis) => program with
    {
        Axes = program.Axes.Select(a => a.Name == axis ? a with { Tile = 1 } : a).ToEquatableArray(),
        Buffers = program.Buffers.Select(b => b with { Dimensions = b.Dimensions.Where(d => d.Axis != axis).ToEquatableArray() }).ToEquatableArray(),
        Body = program.Body.Select(s => Without(s, axis)).ToEquatableArray(),
    };

    private static TileStatement Without(TileStatement statement, string axis) => statement switch
    {
        Contract contract => contract with { Axes = contract.Axes.Where(a => a != axis).ToEquatableArray() },
        For loop => loop with { Body = loop.Body.Select(s => Without(s, axis)).ToEquatableArray() },
        If test => test with { Body = test.Body.Select(s => Without(s, axis)).ToEquatableArray() },
        _ => statement,
    };
}
