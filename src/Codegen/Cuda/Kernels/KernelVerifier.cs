using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Kernels;

/// <summary>
/// Checks what the text relies on: shapes fit, memory does not overlap, and no tile is read before its copies have landed and all threads have met, or written while
/// others may still read it.
/// </summary>
public static class KernelVerifier
{
    /// <exception cref="InternalErrorException">A problem; the message has the first, the exception the kernel program.</exception>
    public static void Verify(KernelProgram program)
    {
        var problems = Problems(program);
        if (problems.Count > 0) throw new InternalErrorException("kernel program", problems[0], program.ToString());
    }

    public static IReadOnlyList<string> Problems(KernelProgram program)
    {
        var problems = new List<string>();
        Names(program, problems);
        if (problems.Count > 0) return problems;
        Memory(program, problems);
        foreach (var multiply in WithNested(program.Body).OfType<Multiply>()) Shapes(program, multiply, problems);
        HazardWalk.Run(program, problems);
        return problems;
    }

    internal static IEnumerable<KernelStatement> WithNested(IEnumerable<KernelStatement> body) =>
        body.SelectMany(s => s is KernelLoop loop ? WithNested(loop.Body).Prepend(s) : [s]);

    private static void Names(KernelProgram program, List<string> problems)
    {
        var declared = program.Tiles.Select(t => t.Name).Concat(program.Registers.Select(r => r.Name)).ToList();
        foreach (var twice in declared.GroupBy(n => n).Where(g => g.Count() > 1)) problems.Add($"{twice.Key} is declared twice");
        var known = declared.ToHashSet();
        foreach (var statement in WithNested(program.Body))
            foreach (var name in StatementUse.Of(statement, program).SelectMany(u => u.Names).Where(n => !known.Contains(n)))
                problems.Add($"'{KernelPrinter.Head(statement)}' names {name}, which is not declared");
    }

    private static void Memory(KernelProgram program, List<string> problems)
    {
        var blocks = program.Tiles.Where(t => t.Pipeline is null).Select(t => (t.Name, At: t.Offset, Bytes: t.Bytes * (t.Scope == KernelScope.Part ? program.Parts : 1)))
            .Concat(program.Pipelines.SelectMany(p => p.Levels.Select(l => (Name: $"{p.Name} over {l.Axis}", At: l.Offset, Bytes: l.Slots * l.SlotBytes * program.Parts))))
            .Where(b => b.Bytes > 0).OrderBy(b => b.At).ToList();
        foreach (var (first, second) in blocks.Zip(blocks.Skip(1)))
            if (first.At + first.Bytes > second.At) problems.Add($"{first.Name} and {second.Name} overlap in shared memory");
        if (blocks.Count > 0 && blocks[^1].At + blocks[^1].Bytes > program.SharedBytes) problems.Add($"{blocks[^1].Name} ends beyond {program.SharedBytes} bytes of shared memory");
        foreach (var tile in program.Tiles.Where(t => t.Columns % 16 != 0 || (t.Rows % 16 != 0 && t.Rows != 1)))
            problems.Add($"tile {tile.Name} is {tile.Rows} x {tile.Columns}, no multiple of 16");
        foreach (var offset in blocks.Where(b => b.At % 128 != 0)) problems.Add($"{offset.Name} begins at {offset.At}, no multiple of 128");
    }

    private static void Shapes(KernelProgram program, Multiply multiply, List<string> problems)
    {
        var isHalf = multiply.Precision is Precision.F16 or Precision.BF16;
        var type = multiply.Precision switch { Precision.F16 => DataType.F16, Precision.BF16 => DataType.BF16, _ => DataType.F32 };
        var sum = (Accumulators)program.Register(multiply.Accumulator);
        var right = program.Tile(multiply.Right);
        Require(right.RowAxis == multiply.Axis ? (right.Rows, right.Columns) == (multiply.Depth, sum.Columns) : (right.Columns, right.Rows) == (multiply.Depth, sum.Columns), "the right operand does not fit");
        Require(!isHalf || right.Type == type, $"the right operand is {right.Type.Text()}");
        if (program.Tiles.FirstOrDefault(t => t.Name == multiply.Left) is { } left)
        {
            var rows = sum.Rows * program.RowWarps;
            Require(left.ColumnAxis == multiply.Axis ? (left.Rows, left.Columns) == (rows, multiply.Depth) : (left.Columns, left.Rows) == (rows, multiply.Depth), "the left operand does not fit");
            Require(!isHalf || left.Type == type, $"the left operand is {left.Type.Text()}");
            return;
        }

        switch (program.Register(multiply.Left))
        {
            case OperandRegisters operand: Require(operand.Type == type && operand.Rows == sum.Rows && operand.Depth == multiply.Depth, "the operand in registers does not fit"); break;
            case Accumulators source: Require(!isHalf && source.Rows == sum.Rows && source.Columns == multiply.Depth, "the accumulators as operand do not fit"); break;
            default: Require(false, "the left operand is no matrix"); break;
        }

        void Require(bool holds, string problem)
        {
            if (!holds) problems.Add($"'{KernelPrinter.Head(multiply)}': {problem}");
        }
    }
}
