namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>Something that a statement reads or writes at every point of some axes: a tile on chip or a place in a tensor.</summary>
internal abstract class Operand
{
    /// <summary>The axes, outermost first.</summary>
    public abstract IReadOnlyList<int> Axes { get; }

    /// <summary>
    /// The distance in bytes between neighbours along an axis inside the current tile; 0 where the operand does not vary.
    /// </summary>
    public abstract long Stride(int axis);

    /// <summary>Whether there is one element for a whole tile of the axis.</summary>
    public abstract bool IsPerTile(int axis);

    /// <summary>The address of the first element of the current tile.</summary>
    public abstract nint Address(Frame frame);
}
