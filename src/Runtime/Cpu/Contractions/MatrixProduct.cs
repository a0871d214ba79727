namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>
/// sum[m, n] = or += left[m, k] * right[k, n] over one slice of n. Strides are in elements; neighbours along n are adjacent.
/// </summary>
internal unsafe struct MatrixProduct
{
    public float* Left;
    public float* Right;
    public float* Sum;

    /// <summary>From one m, and from one k, to the next.</summary>
    public nint LeftRow, LeftColumn;

    public nint RightRow;

    public nint SumRow;

    /// <summary>Positions of m and of k.</summary>
    public nint Rows, Depth;

    /// <summary>Whether the products add to the sum; else they replace it.</summary>
    public bool Add;

    /// <summary>The product without its first rows.</summary>
    public readonly MatrixProduct Skip(nint rows)
    {
        var rest = this;
        rest.Left += rows * LeftRow;
        rest.Sum += rows * SumRow;
        rest.Rows -= rows;
        return rest;
    }
}
