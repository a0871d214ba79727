using System.Globalization;
using System.Text;
using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Cuda.Kernels;

/// <summary>Prints a kernel program, a line per axis, tile, register, pipeline and statement.</summary>
internal static class KernelPrinter
{
    public static string Print(KernelProgram program)
    {
        var text = new StringBuilder();
        Line(text, 0, $"kernel {program.Name}");
        Line(text, 1, $"warps {program.RowWarps} x {program.Parts} parts, blocks {program.BlockParts} parts, at least {program.MinBlocks} a multiprocessor");
        Line(text, 1, $"shared {program.SharedBytes} workspace {program.WorkspaceBytes}");
        foreach (var axis in program.Axes) Line(text, 1, $"axis {axis.Name} = {axis.Extent} tile {axis.Tile} {Use(axis)}");
        foreach (var tensor in program.Tensors)
            Line(text, 1, $"{(tensor.IsOutput ? "output" : "input")} {tensor.Name}: {tensor.Type.Text()} {tensor.Extents} strides {tensor.Strides}");
        foreach (var tile in program.Tiles)
            Line(text, 1, $"tile {tile.Name}: {tile.Type.Text()} [{tile.RowAxis} {tile.Rows}, {tile.ColumnAxis} {tile.Columns}] of {Scope(tile.Scope)} at {(tile.Pipeline is null ? "" : tile.Pipeline + " + ")}{tile.Offset}");
        foreach (var register in program.Registers) Line(text, 1, Register(register));
        foreach (var pipeline in program.Pipelines)
        {
            Line(text, 1, $"pipeline {pipeline.Name}: {pipeline.Ahead} ahead{(pipeline.IsLoaded ? ", all" : "")}, of {Scope(pipeline.Scope)}");
            foreach (var level in pipeline.Levels)
            {
                Line(text, 2, $"over {level.Axis}: {level.Slots} slots of {level.SlotBytes} at {level.Offset}");
                foreach (var copy in level.Copies) Line(text, 3, Copy(copy));
            }
        }

        Block(text, 1, program.Body);
        return text.ToString();
    }

    public static string Head(KernelStatement statement) => statement switch
    {
        KernelLoop l => $"for {l.Axis} in {l.Low} .. {l.High}{(l.Split is { } s ? $" split across {s.ToString().ToLowerInvariant()}" : "")}{(l.Pipeline is null ? "" : $" with {l.Pipeline}")}",
        IssueCopies issue => string.Join(", ", issue.Copies.Select(Copy)),
        StartPipeline start => $"start {start.Pipeline}",
        AcquireStep acquire => $"acquire {acquire.Pipeline}",
        AwaitCopies wait => $"await all but {wait.Pending}, {Scope(wait.Scope)}",
        Synchronize sync => $"synchronize {Scope(sync.Scope)}",
        Fill fill => $"{fill.Register} = {Number(fill.Value)}",
        StartSoftmax start => $"start {start.Softmax}",
        LoadOperand load => $"{load.Operand} = {load.Tile}",
        PackOperand pack => $"{pack.Operand} = pack {pack.Source}",
        Multiply m => $"{m.Accumulator} {(m.First ? "=" : "+=")} {m.Left} * {m.Right} over {m.Axis} {m.Depth} in {m.Precision.ToString().ToLowerInvariant()}",
        Apply apply => $"{apply.Destination} = {apply.Value}",
        Mask mask => $"{mask.Destination} = {Number(mask.Otherwise)} where not {mask.Condition}",
        MaskEdge edge => $"{edge.Destination} = {Number(edge.Value)} beyond {edge.Axis}",
        UpdateSoftmax u => $"update {u.Softmax} with {u.Values} * {Number(u.Scale)}{(u.Rescaled.Count == 0 ? "" : $" rescaling {string.Join(", ", u.Rescaled)}")}",
        SumSoftmax sum => $"sum {sum.Softmax} with {sum.Values}",
        Fold fold => $"{fold.Rows} = {fold.Monoid.ToString().ToLowerInvariant()} with {fold.Source}",
        Normalize normalize => $"{normalize.Destination} = {normalize.Source} / {normalize.Softmax}",
        Spill spill => $"{spill.Tile} = {spill.Source}",
        SpillRows spill => $"{spill.Tile} = {spill.Source}",
        MapTile map => $"{map.Tile} = {map.Value}",
        Merge merge => $"merge across {merge.Across.ToString().ToLowerInvariant()} {string.Join(", ", merge.Values.Select(v => $"{v.Destination} = {v.Monoid.ToString().ToLowerInvariant()} {v.Source}"))}; {merge.Owners} go on, at {merge.Offset}",
        StoreTile store => $"{store.Tensor}[{string.Join(", ", store.Origin)}] = {store.Source} by {store.Width}, at {store.Offset}",
        _ => throw new InvalidOperationException($"unknown statement {statement.GetType().Name}"),
    };

    private static void Block(StringBuilder text, int depth, EquatableArray<KernelStatement> body)
    {
        foreach (var statement in body)
        {
            Line(text, depth, statement is KernelLoop ? $"{Head(statement)} {{" : Head(statement));
            if (statement is not KernelLoop loop) continue;
            Block(text, depth + 1, loop.Body);
            Line(text, depth, "}");
        }
    }

    private static string Use(KernelAxis axis) => axis.Use switch
    {
        AxisUse.Grid => $"on grid from {axis.Low}, {axis.Tiles} tiles{(axis.Descending ? " descending" : "")}",
        AxisUse.Loop => "in a loop",
        _ => "whole",
    };

    private static string Register(RegisterValue register) => register switch
    {
        Accumulators a => $"accumulators {a.Name} [{a.RowAxis} {a.Rows}, {a.ColumnAxis} {a.Columns}]{(a.IsDealt ? " dealt" : "")}",
        OperandRegisters o => $"operand {o.Name}: {o.Type.Text()} {o.Rows} x {o.Depth}",
        RowValues r => $"rows {r.Name} [{r.RowAxis} {r.Rows}]",
        SoftmaxRows s => $"softmax {s.Name} [{s.RowAxis} {s.Rows}]",
        _ => throw new InvalidOperationException($"unknown register {register.GetType().Name}"),
    };

    private static string Copy(TileCopy copy) =>
        $"copy {copy.Tile} = {copy.Tensor}[{string.Join(", ", copy.Origin)}] by {copy.Width}{(copy.RowEdge ? ", row edge" : "")}{(copy.ColumnEdge ? ", column edge" : "")}";

    private static string Scope(KernelScope scope) => scope.ToString().ToLowerInvariant();

    private static string Number(double value) => ExpressionPrinter.Print(new Number(value));

    private static void Line(StringBuilder text, int depth, FormattableString line) => Line(text, depth, line.ToString(CultureInfo.InvariantCulture));

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', 2 * depth).Append(line).Append('\n');
}
