namespace MCFuser.Portable.Kernels;

/// <summary>What the kernel of a contraction needs to know; places are in <see cref="OperatorMemory.Code"/>.</summary>
internal struct ContractionTask
{
    /// <summary>The programs of the two factors.</summary>
    public int Left, LeftEnd, Right, RightEnd;

    /// <summary>The extents of the loops: batches, rows (of the left factor alone), columns (of the right alone), reduced axes; each group from its number on.</summary>
    public int Extents, FirstRow, FirstColumn, FirstReduced, Loops;

    /// <summary>How many points each group of loops has.</summary>
    public long Batches, Rows, Columns, Terms;

    /// <summary>An offset (<see cref="Kernels.Loops.Offset"/>).</summary>
    public int Target;

    /// <summary>Rows, columns and terms of a tile; a group has a thread for each element.</summary>
    public int Edge;
}
