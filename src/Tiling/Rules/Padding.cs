using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Tiling.Rules;

/// <summary>
/// Rule 3: drops tile sizes that pad an axis by 5 % or more, pad(T) = ⌈X/T⌉·T/X − 1 over the multiples of 16. No multiple of 16 pads 7, 49 or 197 by
/// less, so where 16 does not divide the extent the 8 sizes that pad least stay (ties: the larger). An extent below 16 is its own tile on the CPU.
/// </summary>
public static class Padding
{
    public const string Name = "rule 3: padding";

    public const string Sentence = "a tile size that pads its axis by 5 % or more is dropped; where 16 does not divide the extent, the 8 that pad least stay";

    private const int KeptWhereNothingFits = 8;

    /// <summary>The tile sizes left for an axis, ascending.</summary>
    public static EquatableArray<int> Sizes(ChainAxis axis, DeviceSpec device)
    {
        var extent = axis.Extent.Value;
        var whole = TileSizes.Whole(axis, device);
        if (whole < TileSizes.Step) return [whole];
        var sizes = Enumerable.Range(1, whole / TileSizes.Step).Select(i => i * TileSizes.Step);
        var kept = extent % TileSizes.Step == 0
            ? sizes.Where(t => 20 * (Padded(extent, t) - extent) < extent)
            : sizes.OrderBy(t => Padded(extent, t)).ThenByDescending(t => t).Take(KeptWhereNothingFits).Order();
        return kept.ToEquatableArray();
    }

    private static long Padded(long extent, int tile) => (extent + tile - 1) / tile * tile;
}
