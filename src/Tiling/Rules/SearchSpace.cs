using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Tiling.Rules;

/// <summary>
/// The search space of a chain on a device after the four rules: the classes of expressions and the tile sizes that are left, and the counted funnel
/// that led there. The raw product is never enumerated.
/// </summary>
public sealed record SearchSpace(
    OperatorChain Chain,
    EquatableArray<TilingExpression> Expressions,
    EquatableArray<ExpressionClass> Classes,
    EquatableArray<EquatableArray<int>> Sizes,
    Int128 RawCandidates,
    EquatableArray<FunnelRow> Funnel)
{
    public static SearchSpace Prune(OperatorChain chain, DeviceSpec device)
    {
        var flow = new ChainFlow(chain);
        var axes = chain.TiledAxes.ToList();
        var expressions = ExpressionEnumerator.Enumerate(chain);
        var tuples = axes.Aggregate(Int128.One, (n, a) => checked(n * (TileSizes.Padded(a.Extent.Value) / TileSizes.Step)));
        var unpruned = checked(expressions.Count * tuples);

        var distinct = Deduplication.Apply(flow, expressions);
        var afterRule1 = distinct.Count * tuples;

        var finished = PartialResults.Apply(flow, distinct);
        var afterRule2 = finished.Count * tuples;

        var whole = WholeAxes.Of(flow);
        var sizes = axes.Select(a => whole.Contains(a.Name) ? [TileSizes.Whole(a, device)] : Padding.Sizes(a, device)).ToEquatableArray();
        var afterRule3 = finished.Count * sizes.Aggregate(Int128.One, (n, s) => checked(n * s.Count));

        var memory = new SharedMemory(chain, device);
        var fitting = TileCounts.Fitting(chain, sizes, t => memory.Fits(t));
        var afterRule4 = finished.Count * fitting.Values.Sum();

        var merged = fitting.Sum(f => f.Value * ExpressionClass.Group(flow, finished.Select(c => c.Representative), UnitAxes(axes, f.Key)).Count);
        return new SearchSpace(chain, expressions, finished, sizes, unpruned,
        [
            new(Deduplication.Name, Deduplication.Sentence, unpruned - afterRule1, afterRule1, distinct.Count),
            new(PartialResults.Name, PartialResults.Sentence, afterRule1 - afterRule2, afterRule2, finished.Count),
            new(Padding.Name, Padding.Sentence, afterRule2 - afterRule3, afterRule3),
            new(SharedMemory.Name, SharedMemory.Sentence, afterRule3 - afterRule4, afterRule4),
            new("equal programs", "programs that become equal because a loop has one tile count once", afterRule4 - merged, merged),
        ]);
    }

    private static IEnumerable<string> UnitAxes(List<ChainAxis> axes, int unit) => axes.Where((_, i) => (unit & (1 << i)) != 0).Select(a => a.Name);
}
