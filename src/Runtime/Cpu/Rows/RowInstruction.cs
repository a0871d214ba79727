namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>What an instruction of a row program does.</summary>
internal enum RowAction
{
    /// <summary>Calls the function with the target and up to three operands.</summary>
    Call,

    /// <summary>Fills a row with the first operand.</summary>
    Broadcast,

    /// <summary>Brings the elements of a tile that lie apart together; the first operand is the number of the tile.</summary>
    Collect,

    /// <summary>Writes the positions along the inner axis.</summary>
    Count,

    /// <summary>Writes the position along an outer axis; the first operand is the axis.</summary>
    Position,
}

/// <summary>One instruction; target and operands number the values of the program. The function takes (target, a, b, c, count).</summary>
internal readonly record struct RowInstruction(RowAction Action, nint Function, int Target, int A, int B, int C);

/// <summary>A number that lies in a row program's memory from the start, repeated.</summary>
internal readonly record struct RowConstant(int Value, float Number, long Count);

/// <summary>
/// A value of a row program: its place in the program's memory, or the tile (by operand) that it is read from or written to.
/// </summary>
internal readonly record struct RowValue(long Offset, int Operand);
