using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Plans how far copies run ahead of a nest of loops, and how many slots their tiles need for it.</summary>
internal static class PipelinePlan
{
    public static CopyPipeline Make(KernelBuilder builder, List<For> levels, Func<Load, TileCopy> copy)
    {
        var inner = levels.Skip(1).Aggregate(1L, (n, l) => n * Tiles(builder.Program, l)!.Value);
        var outermost = Tiles(builder.Program, levels[0]) is { } tiles ? (long?)Share(builder, levels[0], tiles) : null;
        var stages = Math.Max(2, builder.Program.Schedule.Stages);
        var steps = outermost * inner;
        var isLoaded = steps <= stages;
        var ahead = isLoaded ? (int)steps! : stages - 1;
        var planned = new List<PipelineLevel>();
        for (var i = 0; i < levels.Count; i++)
        {
            var stepsInside = levels.Skip(i + 1).Aggregate(1L, (n, l) => n * Tiles(builder.Program, l)!.Value);
            var isInnermost = i == levels.Count - 1;
            var slots = isInnermost ? (isLoaded ? ahead : stages) : (int)((ahead + stepsInside - 1) / stepsInside) + 1;
            var offset = 0;
            var copies = new List<TileCopy>();
            foreach (var load in levels[i].Body.OfType<Load>().Where(l => builder.Homes[l.Destination] == Home.Copied))
            {
                copies.Add(copy(load));
                var tile = builder.Tile(load.Destination) with { Offset = offset };
                builder.DeclareTile(tile);
                offset += tile.Bytes;
            }

            planned.Add(new PipelineLevel(levels[i].Axis, copies.ToEquatableArray(), slots, offset, 0));
        }

        return new CopyPipeline($"p{builder.Pipelines.Count}", planned.ToEquatableArray(), ahead, isLoaded, KernelScope.Part);
    }

    private static long Share(KernelBuilder builder, For loop, long tiles)
    {
        var parts = loop.Binding is SplitLoop ? builder.Warps.Parts * builder.Warps.BlockParts : 1;
        return (tiles + parts - 1) / parts;
    }

    /// <summary>Null if a bound depends on the block.</summary>
    private static long? Tiles(TileProgram program, For loop)
    {
        var axis = program.FindAxis(loop.Axis);
        return loop is { Low: IndexConstant(var low), High: IndexConstant(var high) } ? (Math.Min(high, axis.Extent.Value) - low + axis.Tile - 1) / axis.Tile : null;
    }
}
