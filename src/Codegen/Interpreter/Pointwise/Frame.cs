namespace MCFuser.Codegen.Interpreter.Pointwise;

/// <summary>A loop of a step and the positions that it visits.</summary>
internal sealed record Loop(string Axis, PositionSet Positions)
{
    public int Count { get; } = (int)Positions.Count;
}

/// <summary>
/// Where the loops of a step stand: an ordinal a loop. Values are computed for a run of ordinals of one loop, the vector loop,
/// beginning with its ordinal here.
/// </summary>
internal sealed class Frame(IReadOnlyList<Loop> loops, int vector)
{
    /// <summary>The longest run computed at once; the buffers of an expression then stay in the first cache.</summary>
    public const int Run = 512;

    public IReadOnlyList<Loop> Loops { get; } = loops;

    /// <summary>The number of the vector loop; -1 for a step without loops.</summary>
    public int Vector { get; } = vector;

    public int[] Ordinals { get; } = new int[loops.Count];

    /// <summary>Steps the loops with these numbers on to their next point, the last fastest; false, and all at 0, after the end.</summary>
    public bool Advance(ReadOnlySpan<int> numbers)
    {
        for (var i = numbers.Length - 1; i >= 0; i--)
        {
            if (++Ordinals[numbers[i]] < Loops[numbers[i]].Count) return true;
            Ordinals[numbers[i]] = 0;
        }

        return false;
    }

    /// <summary>Where element <paramref name="run"/> of the current run is: <c> at m = 3, n = 5</c>, empty without loops.</summary>
    public string Place(int run)
    {
        var places = Loops.Select((loop, i) => (loop.Axis, Position: loop.Positions[Ordinals[i] + (i == Vector ? run : 0)]))
            .Select(p => FormattableString.Invariant($"{p.Axis} = {p.Position}"));
        return Loops.Count == 0 ? "" : $" at {string.Join(", ", places)}";
    }
}
