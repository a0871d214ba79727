using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering.Passes;

/// <summary>
/// An axis of which every tile stays alive is as well held in one tile: registers cannot be indexed, so that its loops would be
/// unrolled anyway. What has one element for each tile then has one.
/// </summary>
internal static class MergeLiveTiles
{
    public static TileProgram Apply(TileProgram program)
    {
        var alive = program.Buffers.Where(b => b.Scope is not (MemoryScope.Global or MemoryScope.Workspace))
            .SelectMany(b => b.Dimensions).Where(d => d.Live != LiveRange.Tile).Select(d => d.Axis).ToHashSet();
        if (alive.Count == 0) return program;
        return program with
        {
            Axes = program.Axes.Select(a => alive.Contains(a.Name) ? a with { Tile = (int)a.Extent.Value } : a).ToEquatableArray(),
            Buffers = program.Buffers.Select(b => b with { Dimensions = b.Dimensions.Where(d => d.Live != LiveRange.PerTile).Select(d => d with { Live = LiveRange.Tile }).ToEquatableArray() }).ToEquatableArray(),
            Body = Unwrap(program.Body, alive),
        };
    }

    private static EquatableArray<TileStatement> Unwrap(EquatableArray<TileStatement> body, HashSet<string> axes) =>
        body.SelectMany(s => s switch
        {
            For loop when axes.Contains(loop.Axis) => Unwrap(loop.Body, axes),
            For loop => [loop with { Body = Unwrap(loop.Body, axes) }],
            If test => [test with { Body = Unwrap(test.Body, axes) }],
            _ => (EquatableArray<TileStatement>)[s],
        }).ToEquatableArray();
}
