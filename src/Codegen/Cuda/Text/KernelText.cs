using MCFuser.Codegen.Cuda.Kernels;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Spells a kernel program as self-contained CUDA C++: the part of the prelude that it uses, then one function.</summary>
public static class KernelText
{
    /// <summary>Constants and functions that a kernel leaves unused are no reason for a warning.</summary>
    private const string Quiet = "#ifdef __CUDACC__\n#pragma nv_diag_suppress 177\n#endif\n";

    public static string Print(KernelProgram program)
    {
        var function = Function(program);
        return $"{Quiet}{Prelude.For(function)}\n{function}";
    }

    /// <summary>The name of the kernel's function: its own, unless that is a word of C++.</summary>
    public static string Entry(KernelProgram program) => new KernelContext(program).Entry;

    /// <summary>The kernel alone, without the prelude.</summary>
    public static string Function(KernelProgram program)
    {
        var context = new KernelContext(program);
        var writer = new Writer();
        var statements = new StatementText(context, writer);
        writer.Line($"// {program.Name}: {program.RowWarps} warps{(program.Parts > 1 ? $" in each of {program.Parts} parts" : "")}, {program.SharedBytes} bytes of shared memory");
        writer.Line($"extern \"C\" __global__ void __launch_bounds__({program.Threads}, {program.MinBlocks}) {context.Entry}({Parameters(context)})");
        writer.Open("{");
        Threads(program, writer);
        Blocks(context, writer);
        foreach (var tile in program.Tiles.Where(t => t.Pipeline is null)) statements.Declare(tile);
        foreach (var copy in Copies(program)) statements.Declare(copy);
        statements.DeclareLanes(program.Body);
        foreach (var register in program.Registers) writer.Line(Declaration(context, register));
        writer.Line("");
        statements.Block(program.Body);
        writer.Close();
        return writer.ToString();
    }

    private static string Parameters(KernelContext context)
    {
        var tensors = context.Program.Tensors.Select(t => $"{(t.IsOutput ? "" : "const ")}{KernelContext.Type(t.Type)}* __restrict__ {context.Names[t.Name]}");
        return string.Join(", ", context.Program.WorkspaceBytes > 0 ? tensors.Concat(["char* workspace", "u32* tickets"]) : tensors);
    }

    private static void Threads(KernelProgram program, Writer writer)
    {
        writer.Line("const u32 shared = shared_base();");
        writer.Line("const int thread = thread_index(), lane = thread & 31, warp = thread >> 5;");
        writer.Line(program.Parts == 1
            ? "const int row_warp = warp, part_thread = thread;"
            : $"const int row_warp = warp % {program.RowWarps}, part = warp / {program.RowWarps}, part_thread = thread % {program.PartThreads};");
    }

    /// <summary>The block's tile of each grid axis: the last axis changes fastest.</summary>
    private static void Blocks(KernelContext context, Writer writer)
    {
        var program = context.Program;
        writer.Line("int block = block_index();");
        if (program.BlockParts > 1)
        {
            writer.Line($"const int share = block % {program.BlockParts}, group = block / {program.BlockParts};");
            writer.Line("block = group;");
        }

        foreach (var axis in program.Grid.Reverse())
        {
            var tile = axis.Descending ? $"({axis.Tiles - 1} - block % {axis.Tiles})" : $"block % {axis.Tiles}";
            var origin = axis.Tile == 1 ? tile : $"{tile} * {axis.Tile}";
            writer.Line($"const int {context.Origin(axis.Name)} = {(axis.Low == 0 ? origin : $"{axis.Low} + {origin}")};");
            writer.Line($"block /= {axis.Tiles};");
        }
    }

    private static IEnumerable<TileCopy> Copies(KernelProgram program) =>
        Issued(program.Body).Concat(program.Pipelines.SelectMany(p => p.Levels).SelectMany(l => l.Copies));

    private static IEnumerable<TileCopy> Issued(IEnumerable<KernelStatement> body) => body.SelectMany(s => s switch
    {
        IssueCopies issue => issue.Copies,
        KernelLoop loop => Issued(loop.Body),
        _ => [],
    });

    private static string Declaration(KernelContext context, RegisterValue register) => register switch
    {
        Accumulators sum => $"Fragment<{sum.Rows}, {sum.Columns}> {context.Names[sum.Name]};",
        OperandRegisters operand => $"Operand<{KernelContext.Type(operand.Type)}, {operand.Rows}, {operand.Depth}> {context.Names[operand.Name]};",
        RowValues rows => $"Rows<{rows.Rows}> {context.Names[rows.Name]};",
        SoftmaxRows rows => $"Softmax<{rows.Rows}> {context.Names[rows.Name]};",
        _ => throw new InvalidOperationException($"unknown register {register.Name}"),
    };
}
