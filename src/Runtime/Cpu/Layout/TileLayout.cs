using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Indices;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>
/// Lays the on-chip buffers out in the scratch memory: row-major, the innermost dimension padded to whole vectors, rows not a multiple of 4
/// KiB apart.
/// </summary>
internal static class TileLayout
{
    private const int Lanes = 16;

    /// <summary>Shorter rows stay dense: padding would cost more memory than it saves time.</summary>
    private const int ShortestPadded = 8;

    /// <summary>Rows this far apart compete for the same cache sets.</summary>
    private const int ConflictBytes = 2048;

    public static void Place(KernelPlan plan, Dictionary<string, Tile> tiles, Dictionary<string, Load> views)
    {
        var copies = SplitCopies.Find(plan.Program);
        var slot = plan.BufferCount - plan.Program.Buffers.Count;
        foreach (var buffer in plan.Program.Buffers)
        {
            if (View(plan, buffer, slot) is { } view)
            {
                tiles.Add(buffer.Name, view.Tile);
                views.Add(buffer.Name, view.Load);
            }
            else
            {
                var state = plan.Program.States.FirstOrDefault(s => s.Parts.Contains(buffer.Name));
                tiles.Add(buffer.Name, Own(plan, buffer, slot, state is null ? [] : [.. copies[state.Name].OrderBy(c => c.Key)]));
            }

            slot++;
        }
    }

    private static (Tile Tile, Load Load)? View(KernelPlan plan, TileBuffer buffer, int slot)
    {
        if (Views.Find(plan.Program, buffer, plan.Axes) is not { } load) return null;
        var access = new TensorAccess(plan.Global(load.Source), load.Indices, plan);
        if (!access.IsAffine) return null;
        var dimensions = buffer.Dimensions
            .Select(d => (Axis: plan.Axes[d.Axis], d.Live))
            .Select(d => new TileDimension(d.Axis, d.Live, plan.Axes.Tile(d.Axis), access.Stride(d.Axis)))
            .ToArray();
        if (!Views.Pays([.. dimensions.Select(d => d.Size)], [.. dimensions.Select(d => d.Stride)])) return null;
        return (new Tile(buffer.Name, slot, dimensions, [], -1, plan.Axes), load);
    }

    private static Tile Own(KernelPlan plan, TileBuffer buffer, int slot, IReadOnlyList<KeyValuePair<SplitScope, int>> splits)
    {
        var axes = plan.Axes;
        var sizes = buffer.Dimensions.Select(d => Size(axes, axes[d.Axis], d.Live)).ToArray();
        var padded = buffer.Strides.Count == 0 ? sizes.ToList().FindLastIndex(s => s > 1) : -1;
        if (padded >= 0 && sizes[padded] < ShortestPadded) padded = -1;
        var strides = new long[sizes.Length];
        var bytes = (long)sizeof(float);
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = bytes;
            bytes *= i == padded ? (sizes[i] + Lanes - 1) / Lanes * Lanes : sizes[i];
            if (i == padded && i > 0 && bytes % ConflictBytes == 0) bytes += Lanes * sizeof(float);
        }

        if (buffer.Strides.Count > 0)
        {
            strides = [.. buffer.Strides.Select(s => sizeof(float) * Constant(plan, s))];
            bytes = sizes.Zip(strides, (size, stride) => (size - 1) * stride).Sum() + sizeof(float);
        }

        var copies = new List<TileCopies>();
        foreach (var (scope, parts) in splits)
        {
            bytes = (bytes + 63) / 64 * 64;
            copies.Add(new TileCopies(scope, parts, bytes));
            bytes *= parts;
        }

        var dimensions = buffer.Dimensions.Select((d, i) => new TileDimension(axes[d.Axis], d.Live, sizes[i], strides[i])).ToArray();
        var paddedAxis = padded >= 0 && IsWhole(axes, dimensions[padded]) ? dimensions[padded].Axis : -1;
        var tile = new Tile(buffer.Name, slot, dimensions, copies, paddedAxis, axes);
        plan.Offsets.Add(tile, plan.Reserve(bytes));
        return tile;
    }

    private static long Size(AxisTable axes, int axis, LiveRange live) => live switch
    {
        LiveRange.Tile => axes.Tile(axis),
        LiveRange.Whole => axes.Extent(axis),
        _ => axes.Tiles(axis),
    };

    /// <summary>Whether rounding a tile of the dimension up to whole vectors stays off the next tile.</summary>
    private static bool IsWhole(AxisTable axes, TileDimension dimension) => dimension.Live switch
    {
        LiveRange.Tile => true,
        LiveRange.Whole => axes.Tiles(dimension.Axis) == 1 || axes.Tile(dimension.Axis) % Lanes == 0,
        _ => false,
    };

    private static long Constant(KernelPlan plan, IndexExpression stride) =>
        AffineIndex.TryAnalyse(stride, plan.Axes) is { IsConstant: true } index
            ? index.Constant
            : throw CpuErrors.Broken($"stride {stride} is not a constant", plan.Program);
}
