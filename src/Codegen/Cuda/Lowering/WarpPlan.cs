using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>How many warps share the rows of every tile, and how many parts of the block a split loop is dealt out to.</summary>
internal sealed record WarpPlan(int RowWarps, int Parts, int BlockParts)
{
    public const int Block = 16;

    private const int MostWarps = 16;

    /// <summary>Each warp has a multiple of 16 rows of every tile; of the numbers of warps for which that holds, the nearest to the schedule's.</summary>
    public static WarpPlan Of(TileProgram program, Residency homes)
    {
        var blocks = program.Buffers.Where(b => homes[b.Name] is Home.Accumulators or Home.Rows or Home.Softmax)
            .Select(b => homes.Orient(b.Name).Row).Where(a => a.Length > 0).Distinct()
            .Select(a => (int)Padded(program.FindAxis(a)) / Block)
            .Aggregate(0, Divisor);
        var split = program.Body.WithNested().OfType<For>().Select(l => l.Binding).OfType<SplitLoop>().FirstOrDefault();
        var parts = split is { Scope: SplitScope.Warp } ? split.Parts : 1;
        var wanted = Math.Max(1, Math.Min(program.Schedule.WarpsM, MostWarps / parts));
        var rowWarps = Enumerable.Range(1, MostWarps / parts).Where(w => blocks % w == 0)
            .MinBy(w => (Math.Abs(Math.Log2((double)w / wanted)), -w));
        return new WarpPlan(rowWarps, parts, split is null or { Scope: SplitScope.Warp } ? 1 : split.Parts);
    }

    /// <summary>The tile of an axis as a matrix has it: a multiple of 16.</summary>
    public static long Padded(TileAxis axis) => (Math.Min(axis.Tile, axis.Extent.Value) + Block - 1) / Block * Block;

    private static int Divisor(int x, int y) => y == 0 ? x : Divisor(y, x % y);
}
