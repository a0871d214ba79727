using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>
/// Spells copies and the pipelines that run ahead: a function that starts the copies of the next step, wherever the loops are, and the addresses of the slots.
/// </summary>
internal sealed class PipelineText(KernelContext context, Writer writer)
{
    private KernelProgram Program => context.Program;

    /// <summary>A copy's constants and its lane addresses, computed once.</summary>
    public void Declare(TileCopy copy)
    {
        var tile = Program.Tile(copy.Tile);
        var (threads, thread) = tile.Scope == KernelScope.Block ? (Program.Threads, "thread") : (Program.PartThreads, "part_thread");
        writer.Line($"const Copy<{KernelContext.Type(tile.Type)}, {tile.Rows}, {tile.Columns}, {copy.RowStride}, {threads}, {copy.Width}, "
            + $"{KernelContext.Bool(copy.RowEdge)}, {KernelContext.Bool(copy.ColumnEdge)}> {Name(copy)}({thread});");
    }

    /// <param name="to">The address of the tile.</param>
    /// <param name="position">The first position of a tile along an axis.</param>
    public void Copy(TileCopy copy, string to, Func<string, string> position)
    {
        var tile = Program.Tile(copy.Tile);
        var from = context.Index.Offset(copy.Tensor, [.. copy.Origin], position);
        var limits = copy.RowEdge || copy.ColumnEdge
            ? $", {KernelContext.Minus(Program.Axis(tile.RowAxis).Extent, position(tile.RowAxis))}, {KernelContext.Minus(Program.Axis(tile.ColumnAxis).Extent, position(tile.ColumnAxis))}"
            : "";
        var pointer = from == "0" ? context.Names[copy.Tensor] : $"{context.Names[copy.Tensor]} + {from}";
        writer.Line($"{Name(copy)}({to}, {pointer}{limits});");
    }

    public void Start(StartPipeline start, KernelLoop outermost)
    {
        var pipeline = Program.Pipeline(start.Pipeline);
        var name = context.Names[pipeline.Name];
        var levels = pipeline.Levels;
        writer.Line($"// copies ahead of the loop over {string.Join(", ", levels.Select(l => l.Axis))}: {pipeline.Ahead} steps");
        for (var i = 0; i < levels.Count; i++)
        {
            var axis = levels[i].Axis;
            var loop = Loop(outermost, axis);
            writer.Line($"int {Next(axis, name)} = {First(loop)};");
            if (levels[i].SlotBytes == 0) continue;
            var bytes = levels[i].Slots * levels[i].SlotBytes;
            writer.Line($"const u32 {Ring(name, i)} = {At(levels[i].Offset, Program.Parts > 1 ? $"part * {bytes}" : "")};");
            writer.Line($"u32 {name}_{i}_to = {Ring(name, i)}, {name}_{i}_at = {Ring(name, i)};");
        }

        writer.Open($"const auto {name}_copy = [&]() {{");
        var head = levels[0].Axis;
        writer.Open($"if ({Next(head, name)} < {High(Loop(outermost, head))}) {{");
        for (var i = 0; i < levels.Count - 1; i++)
        {
            if (levels[i].Copies.Count == 0) continue;
            var first = string.Join(" && ", levels.Skip(i + 1).Select(l => $"{Next(l.Axis, name)} == {First(Loop(outermost, l.Axis))}"));
            writer.Open($"if ({first}) {{");
            Copies(pipeline, i);
            writer.Close();
        }

        Copies(pipeline, levels.Count - 1);
        Advance(name, levels.Select(l => Loop(outermost, l.Axis)).ToList(), levels.Count - 1);
        writer.Close();
        writer.Line("copy_arrive();");
        writer.Close("};");
        writer.Line($"each<{pipeline.Ahead}>([&](auto) {{ {name}_copy(); }});");
    }

    public void Acquire(AcquireStep acquire)
    {
        var pipeline = Program.Pipeline(acquire.Pipeline);
        var name = context.Names[pipeline.Name];
        writer.Line($"copy_wait<{pipeline.Ahead - 1}>();");
        writer.Line(BarrierText.Of(Program, pipeline.Scope));
        writer.Line(pipeline.IsLoaded ? "copy_arrive();" : $"{name}_copy();");
        Slot(pipeline, pipeline.Levels.Count - 1);
    }

    /// <summary>The tiles of a level's current slot; then the slot after it is the current one.</summary>
    public void Slot(CopyPipeline pipeline, int level)
    {
        var (name, slots) = (context.Names[pipeline.Name], pipeline.Levels[level]);
        foreach (var copy in slots.Copies)
            writer.Line($"const u32 {context.Names[copy.Tile]} = {Plus($"{name}_{level}_at", Program.Tile(copy.Tile).Offset)};");
        if (slots.SlotBytes > 0) writer.Line(Rotate(name, level, "at", slots));
    }

    public string First(KernelLoop loop)
    {
        var low = context.Index.Print(loop.Low, context.Origin);
        if (loop.Split is not { } split) return low;
        var part = $"{(split == SplitScope.Warp ? "part" : "share")} * {Program.Axis(loop.Axis).Tile}";
        return low == "0" ? part : $"{low} + {part}";
    }

    public int Step(KernelLoop loop) => Program.Axis(loop.Axis).Tile * loop.Split switch { null => 1, SplitScope.Warp => Program.Parts, _ => Program.BlockParts };

    public string High(KernelLoop loop) => context.Index.Print(loop.High, context.Origin);

    public static string At(long offset, string more) => Plus(more.Length == 0 ? "shared" : $"shared + {more}", offset);

    private static string Plus(string text, long offset) => offset == 0 ? text : $"{text} + {offset}";

    private static string Ring(string name, int level) => $"{name}_{level}_ring";

    private static string Next(string axis, string name) => $"{name}_{new string([.. axis.Where(char.IsAsciiLetterOrDigit)])}";

    private string Name(TileCopy copy) => context.Names[$"copy {copy.Tile}"];

    private void Copies(CopyPipeline pipeline, int level)
    {
        var name = context.Names[pipeline.Name];
        var axes = pipeline.Levels.Select(l => l.Axis).ToHashSet();
        foreach (var copy in pipeline.Levels[level].Copies)
            Copy(copy, Plus($"{name}_{level}_to", Program.Tile(copy.Tile).Offset), a => axes.Contains(a) ? Next(a, name) : context.Origin(a));
        if (pipeline.Levels[level].SlotBytes > 0) writer.Line(Rotate(name, level, "to", pipeline.Levels[level]));
    }

    private void Advance(string name, List<KernelLoop> loops, int level)
    {
        var next = Next(loops[level].Axis, name);
        writer.Line($"{next} += {Step(loops[level])};");
        if (level == 0) return;
        writer.Open($"if ({next} >= {High(loops[level])}) {{");
        writer.Line($"{next} = {First(loops[level])};");
        Advance(name, loops, level - 1);
        writer.Close();
    }

    private static string Rotate(string name, int level, string end, PipelineLevel slots)
    {
        var at = $"{name}_{level}_{end}";
        if (slots.Slots == 1) return $"// one slot";
        return $"{at} = {at} == {Ring(name, level)} + {(slots.Slots - 1) * slots.SlotBytes} ? {Ring(name, level)} : {at} + {slots.SlotBytes};";
    }

    private static KernelLoop Loop(KernelLoop loop, string axis)
    {
        if (loop.Axis == axis) return loop;
        return loop.Body.OfType<KernelLoop>().Select(l => l.Pipeline == loop.Pipeline ? Loop(l, axis) : null).First(l => l is not null)!;
    }
}
