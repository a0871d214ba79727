namespace MCFuser.Portable.Kernels;

/// <summary>
/// The instructions of a program in postfix order; their arguments follow them. An operator is its own number plus that of its kind.
/// </summary>
internal static class Instruction
{
    public const int KindShift = 8;

    /// <summary>Pushes a real, given by its bits.</summary>
    public const int Number = 0;

    /// <summary>Pushes the position in a loop.</summary>
    public const int Position = 1;

    /// <summary>Pushes a real at an offset (<see cref="Loops.Offset"/>).</summary>
    public const int Real = 2;

    /// <summary>As <see cref="Real"/>; what is on top, which it replaces, adds to the offset.</summary>
    public const int GatheredReal = 3;

    /// <summary>Pushes an integer at an offset.</summary>
    public const int Integer = 4;

    public const int GatheredInteger = 5;

    /// <summary>What is on top has to be at least 0 and less than the first argument; otherwise the second is the failure, and 0 takes its place.</summary>
    public const int Check = 6;

    /// <summary>Replaces condition, then and otherwise by one of the latter.</summary>
    public const int Select = 7;

    public const int Unary = 1 << KindShift, Binary = 2 << KindShift, Compare = 3 << KindShift;
}
