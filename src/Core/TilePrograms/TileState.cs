namespace MCFuser.Core.TilePrograms;

/// <summary>How partial results combine.</summary>
public enum Monoid
{
    /// <summary>One part, the sum; starts at 0.</summary>
    Sum,

    /// <summary>One part, the maximum; starts at -inf.</summary>
    Max,

    /// <summary>One part, the minimum; starts at +inf.</summary>
    Min,

    /// <summary>
    /// Three parts: running maximum (-inf), running sum of exponentials (0), and scale: the factor exp(old maximum - new maximum)
    /// by which the last update shrank what was accumulated before (1 where nothing was).
    /// </summary>
    Softmax,
}

/// <summary>
/// Buffers that are accumulated over the tiles of some axes. A sum that is <c>RescaledBy</c> a softmax state accumulates exponentials relative to its
/// running maximum: it is multiplied by the state's scale after each update and divided by its sum at the end.
/// </summary>
public sealed record TileState(string Name, Monoid Monoid, EquatableArray<string> Axes, EquatableArray<string> Parts, string? RescaledBy);
