using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>
/// How many copies each state needs: one a part of every split loop over an axis that it accumulates, unless it also starts inside of that
/// loop.
/// </summary>
internal static class SplitCopies
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<SplitScope, int>> Find(TileProgram program)
    {
        var copies = program.States.ToDictionary(s => s.Name, _ => new Dictionary<SplitScope, int>());
        foreach (var statement in program.Body) Visit(statement, []);
        return copies.ToDictionary(c => c.Key, c => (IReadOnlyDictionary<SplitScope, int>)c.Value);

        void Visit(TileStatement statement, IReadOnlyList<For> splits)
        {
            var written = statement is Init or Combine ? [] : statement.TilesWritten(program).ToHashSet();
            foreach (var state in program.States.Where(s => s.Parts.Any(written.Contains)))
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

            foreach (var child in statement.Children) Visit(child, splits);
        }
    }

    private static bool Starts(TileStatement statement, TileState state) =>
        (statement is Init init && init.State == state.Name) || statement.Children.Any(s => Starts(s, state));
}
