using MCFuser.Core;
using MCFuser.Core.Chains;

namespace MCFuser.Tiling.Rules;

/// <summary>
/// Counts the tuples of tile sizes that fit, apart by which axes have one tile, without listing them: the estimate grows with every tile, so
/// the larger sizes of an axis are left out once one does not fit, and along the last axis the sizes that fit are found by bisection.
/// </summary>
public static class TileCounts
{
    /// <summary>For each set of axes with one tile (bit i: axis i of the tiled axes), how many tuples of sizes fit.</summary>
    public static IReadOnlyDictionary<int, long> Fitting(OperatorChain chain, EquatableArray<EquatableArray<int>> sizes, Func<int[], bool> fits)
    {
        var extents = chain.TiledAxes.Select(a => a.Extent.Value).ToArray();
        var counts = new SortedDictionary<int, long>();
        var tuple = new int[sizes.Count];
        if (sizes.Count > 0) Count(0, 0);
        else if (fits(tuple)) Add(0, 1);
        return counts;

        void Count(int axis, int unit)
        {
            if (axis == sizes.Count - 1)
            {
                CountLast(axis, unit);
                return;
            }

            foreach (var size in sizes[axis])
            {
                tuple[axis] = size;
                for (var later = axis + 1; later < tuple.Length; later++) tuple[later] = sizes[later][0];
                if (!fits(tuple)) return;
                Count(axis + 1, size >= extents[axis] ? unit | (1 << axis) : unit);
            }
        }

        void CountLast(int axis, int unit)
        {
            var (low, high) = (0, sizes[axis].Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                tuple[axis] = sizes[axis][middle];
                if (fits(tuple)) low = middle + 1;
                else high = middle;
            }

            if (low == 0) return;
            var whole = sizes[axis][low - 1] >= extents[axis] ? 1 : 0;
            Add(unit, low - whole);
            Add(unit | (1 << axis), whole);
        }

        void Add(int unit, long count)
        {
            if (count > 0) counts[unit] = counts.GetValueOrDefault(unit) + count;
        }
    }
}
