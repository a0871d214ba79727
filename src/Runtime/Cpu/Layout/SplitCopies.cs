using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>
/// How many copies each state needs: one a part of every split loop over an axis that it accumulates, unless it also starts inside of that loop.
/// </summary>
internal static class SplitCopies
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<SplitScope, int>> Find(TileProgram program)
    {
        var copies = program.States.ToDictionary(s => s.Name, _ => new Dictionary<SplitScope, int>());
        foreach (var statement in program.Body) Visit(program, statement, [], copies);
        return copies.ToDictionary(c => c.Key, c => (IReadOnlyDictionary<SplitScope, int>)c.Value);
    }

    private static void Visit(TileProgram program, TileStatement statement, IReadOnlyList<For> splits, Dictionary<string, Dictionary<SplitScope, int>> copies)
    {
        var updated = program.States.Where(s => Updates(statement, s)).ToList();
        foreach (var state in updated)
        {
            foreach (var split in splits.Where(s => state.Axes.Contains(s.Axis) && !Starts(s, state)))
            {
                var (parts, scope) = (SplitLoop)split.Binding;
                copies[state.Name][scope] = Math.Max(parts, copies[state.Name].GetValueOrDefault(scope));
            }
        }

        if (statement is For { Binding: SplitLoop } loop)
        {
            if (splits.Any(s => ((SplitLoop)s.Binding).Scope == ((SplitLoop)loop.Binding).Scope))
                throw CpuErrors.Broken($"the split of {loop.Axis} is inside of another split across the same scope", program);
            splits = [.. splits, loop];
        }

        foreach (var child in statement.Children) Visit(program, child, splits, copies);
    }

    private static bool Updates(TileStatement statement, TileState state) => statement switch
    {
        Update update => update.State == state.Name,
        Contract contract => state.Parts.Contains(contract.Accumulator),
        Map map => state.Parts.Contains(map.Destination),
        _ => false,
    };

    private static bool Starts(TileStatement statement, TileState state) =>
        (statement is Init init && init.State == state.Name) || statement.Children.Any(s => Starts(s, state));
}
