using System.Collections.Immutable;

namespace MCFuser.Codegen.Interpreter;

/// <summary>The part of a graph's outputs to compute: positions by axis name; all positions of an axis that is not named.</summary>
public sealed record Slice(ImmutableSortedDictionary<string, PositionSet> Axes)
{
    public static Slice Everything { get; } = new(ImmutableSortedDictionary.Create<string, PositionSet>(StringComparer.Ordinal));

    public Slice With(string axis, PositionSet positions) => new(Axes.SetItem(axis, positions));

    public PositionSet Positions(string axis, long extent) => Axes.TryGetValue(axis, out var chosen) ? chosen : PositionSet.All(extent);
}
