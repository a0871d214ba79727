namespace MCFuser.Codegen.Interpreter;

/// <summary>Positions along an axis, ascending: all of them, or chosen ones. An ordinal counts within the set.</summary>
public sealed class PositionSet
{
    private readonly long[]? _chosen;

    private PositionSet(long extent, long[]? chosen) => (Extent, _chosen) = (extent, chosen);

    public long Extent { get; }

    public long Count => _chosen?.Length ?? Extent;

    public bool IsAll => _chosen is null;

    public long this[long ordinal] => _chosen is null ? ordinal : _chosen[ordinal];

    public static PositionSet All(long extent) => new(extent, null);

    /// <summary>The positions given, each once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside of 0..extent-1.</exception>
    public static PositionSet Of(long extent, IEnumerable<long> positions)
    {
        var chosen = positions.Distinct().Order().ToArray();
        if (chosen.Length > 0 && (chosen[0] < 0 || chosen[^1] >= extent)) throw new ArgumentOutOfRangeException(nameof(positions));
        return new PositionSet(extent, chosen.Length == extent ? null : chosen);
    }

    /// <summary>Negative if the set does not hold the position.</summary>
    public long OrdinalOf(long position) =>
        _chosen is not null ? Array.BinarySearch(_chosen, position) : position < Extent ? position : -1;

    public PositionSet Union(PositionSet other) =>
        _chosen is null ? this : other._chosen is null ? other : Of(Extent, _chosen.Concat(other._chosen));

    /// <summary>A value for each position, in order.</summary>
    public IEnumerable<T> Select<T>(Func<long, T> value)
    {
        for (long ordinal = 0; ordinal < Count; ordinal++) yield return value(this[ordinal]);
    }

    public override string ToString() => _chosen is null ? $"all {Extent}" : $"{{{string.Join(", ", _chosen)}}} of {Extent}";
}
