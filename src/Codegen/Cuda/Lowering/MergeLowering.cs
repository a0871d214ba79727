using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Merges the states that the parts of a split loop have. Each part goes on with a share of the columns, as many parts as divide them; one part with all of them if rows are folded later.</summary>
internal static class MergeLowering
{
    public static void Lower(KernelBuilder builder, EquatableArray<TileStatement> body, int at, List<KernelStatement> result)
    {
        Combine[] combines = [.. body.Skip(at).TakeWhile(s => s is Combine).Cast<Combine>()];
        var states = combines.Select(c => builder.Program.FindState(c.State)).ToList();
        var sums = states.Where(s => s.Monoid != Monoid.Softmax).Select(s => builder.Register(s.Parts[0])).ToList();
        var isWarp = combines[0].Across == SplitScope.Warp;
        var isFolded = body.Skip(at).WithNested().Any(s => s is Update);
        var owners = isWarp && !isFolded ? Owners(builder.Warps.Parts, sums) : 1;
        builder.IsMerged = true;
        builder.Owners = isWarp ? owners : 0;
        var values = new List<MergedValue>();
        foreach (var state in states)
        {
            if (state.Monoid == Monoid.Softmax)
            {
                values.Add(new MergedValue(KernelBuilder.Softmax(state.Name), KernelBuilder.Softmax(state.Name), Monoid.Softmax, null));
                continue;
            }

            var softmax = state.RescaledBy is null ? null : KernelBuilder.Softmax(state.RescaledBy);
            var source = builder.Register(state.Parts[0]);
            if (source is Accumulators sum && isWarp)
            {
                var merged = builder.Matrix($"{sum.Name}.merged", new Orientation(sum.RowAxis, sum.ColumnAxis), owners);
                builder.Current[sum.Name] = merged.Name;
                values.Add(new MergedValue(merged.Name, sum.Name, state.Monoid, softmax));
            }
            else values.Add(new MergedValue(source.Name, source.Name, state.Monoid, softmax));
        }

        // Blocks leave nothing in shared memory before they meet to draw their ticket.
        if (isWarp) result.Add(new Synchronize(KernelScope.Block));
        result.Add(new Merge(isWarp ? SplitScope.Warp : SplitScope.Grid, values.ToEquatableArray(), owners, 0));
    }

    private static int Owners(int parts, List<RegisterValue> sums)
    {
        if (sums.Any(s => s is not Accumulators)) return 1;
        var owners = 1;
        while (owners * 2 <= parts && sums.OfType<Accumulators>().All(s => s.Columns % (WarpPlan.Block * owners * 2) == 0)) owners *= 2;
        return owners;
    }
}
