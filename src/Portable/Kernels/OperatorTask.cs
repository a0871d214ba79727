namespace MCFuser.Portable.Kernels;

/// <summary>What the kernel of an operator needs to know; places are in <see cref="OperatorMemory.Code"/>.</summary>
internal struct OperatorTask
{
    /// <summary>The program of the value that is reduced.</summary>
    public int Body, BodyEnd;

    /// <summary>The extents of the loops: the axes of the target, then those that are reduced.</summary>
    public int Extents, Kept, Loops;

    /// <summary>The elements of the target, and the values that are reduced to each.</summary>
    public long Points, Terms;

    /// <summary>The target's first element.</summary>
    public long Target;

    /// <summary>A <see cref="Core.Expressions.ReduceOperator"/>; a map is the sum of one term.</summary>
    public int Reduction;
}
