namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>Gives the rows of a row program their places in memory; a row that is not read any more gives its place to the next.</summary>
internal static class RowRegisters
{
    /// <param name="result">The value that is read after the last instruction, or -1.</param>
    public static (RowValue[] Values, long Bytes) Assign(
        IReadOnlyList<RowValue> values, IReadOnlyList<RowInstruction> instructions, long bytes, long rowBytes, int result)
    {
        var lastRead = new int[values.Count];
        for (var i = 0; i < instructions.Count; i++)
        {
            if (instructions[i].Action != RowAction.Call) continue;
            foreach (var operand in Operands(instructions[i])) lastRead[operand] = i;
        }

        if (result >= 0) lastRead[result] = instructions.Count;
        var placed = values.ToArray();
        var free = new Stack<long>();
        for (var i = 0; i < instructions.Count; i++)
        {
            var instruction = instructions[i];
            if (instruction.Action == RowAction.Call)
            {
                foreach (var operand in Operands(instruction).Distinct())
                {
                    if (values[operand].Offset < 0 && lastRead[operand] == i) free.Push(placed[operand].Offset);
                }
            }

            if (values[instruction.Target].Offset >= 0) continue;
            if (!free.TryPop(out var offset))
            {
                offset = bytes;
                bytes += rowBytes;
            }

            placed[instruction.Target] = new RowValue(offset, -1);
        }

        return (placed, bytes);
    }

    private static int[] Operands(RowInstruction instruction) => [instruction.A, instruction.B, instruction.C];
}
