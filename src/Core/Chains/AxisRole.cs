namespace MCFuser.Core.Chains;

/// <summary>What an axis is to a chain.</summary>
public enum AxisRole
{
    /// <summary>On the grid with tile 1, not written in tiling expressions: batch axes, and outer axes beyond the written one.</summary>
    Batch,

    /// <summary>The written outer axis: in the result of every contraction, absent from some operand; always on the grid.</summary>
    Outer,

    /// <summary>An axis of results only, reduced nowhere.</summary>
    Spatial,

    /// <summary>Reduced by at least one step.</summary>
    Reduction,

    /// <summary>Names a dimension that is only reached through an index; no loop runs over it.</summary>
    Dimension,
}
