using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Codegen.Cuda.Lowering;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>
/// Spells the merge of a split loop. Every part leaves its values, all meet, and those that go on take what they need: of warps in shared memory, of blocks in the
/// workspace, where the block with the last ticket goes on alone. Parts are added in order, so that the result does not depend on who is last.
/// </summary>
internal sealed class MergeText(KernelContext context, Writer writer)
{
    private KernelProgram Program => context.Program;

    public void Write(Merge merge)
    {
        var floats = merge.Values.Sum(v => MergeFloats.Of(Program, v));
        var partBytes = (long)Program.RowWarps * floats * sizeof(float);
        var isWarp = merge.Across == SplitScope.Warp;
        var parts = isWarp ? Program.Parts : Program.BlockParts;
        writer.Open("{");
        if (isWarp) writer.Line($"const SharedExchange all{{{PipelineText.At(merge.Offset, $"row_warp * {floats * sizeof(float)}")}}}, own = all.next(part * {partBytes});");
        else
            writer.Line($"const GlobalExchange all{{workspace + (i64)group * {parts * partBytes} + row_warp * {floats * sizeof(float)}}}, own = all.next(share * {partBytes});");
        Values(merge, (value, at) => writer.Line($"deposit(own.next({at}), {context.Names[value.Source]}, lane);"));
        if (isWarp)
        {
            writer.Line("barrier_block();");
            if (merge.Owners < parts) writer.Line($"if (part >= {merge.Owners}) return;");
        }
        else writer.Line($"if (!is_last_block<{parts}>(tickets + group, {PipelineText.At(merge.Offset, "")})) return;");

        Values(merge, (value, at) => Collect(value, at, parts, partBytes, isWarp && merge.Owners > 1 ? "part" : "0"));
        writer.Close();
    }

    private void Values(Merge merge, Action<MergedValue, int> write)
    {
        var at = 0;
        foreach (var value in merge.Values)
        {
            write(value, at);
            at += MergeFloats.Of(Program, value) * sizeof(float);
        }
    }

    private void Collect(MergedValue value, int at, int parts, long partBytes, string owner)
    {
        var to = context.Names[value.Destination];
        switch (Program.Register(value.Source))
        {
            case SoftmaxRows rows:
                writer.Line($"float {Weight(value.Source)}[{parts}][{rows.Rows / 16}][2];");
                writer.Line($"collect<{parts}, {partBytes}>(all.next({at}), {to}, {Weight(value.Source)}, lane);");
                break;
            case Accumulators sum when value.Monoid == Monoid.Sum:
                var weight = value.Softmax is { } softmax ? $"{Weight(softmax)}, " : "";
                writer.Line($"collect<{parts}, {partBytes}, {sum.Columns}>(all.next({at}), {to}, {weight}{owner}, lane);");
                break;
            case RowValues:
                var fold = value.Monoid switch { Monoid.Max => "maximum_nan(a, b)", Monoid.Min => "minimum_nan(a, b)", _ => "a + b" };
                writer.Line($"collect<{parts}, {partBytes}>(all.next({at}), {to}, lane, [](float a, float b) {{ return {fold}; }});");
                break;
            default:
                throw new InvalidOperationException($"{value.Source} cannot be merged by {value.Monoid}");
        }
    }

    private string Weight(string softmax) => context.Names[$"{softmax} weight"];
}
