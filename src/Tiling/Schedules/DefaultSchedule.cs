using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Programs;

namespace MCFuser.Tiling.Schedules;

/// <summary>
/// A schedule without search: of a few tile sizes per axis and one expression per class, the legal candidate that costs least by a plain count of
/// arithmetic, bytes and blocks, among those whose tiles fit the cache or shared memory of the device.
/// </summary>
public static class DefaultSchedule
{
    /// <summary>More combinations than this are not looked at; axes then get fewer sizes to choose from.</summary>
    private const int Combinations = 400;

    /// <exception cref="Core.Diagnostics.DiagnosticException">Nothing legal with what was given (exit 3).</exception>
    public static Candidate Choose(OperatorChain chain, DeviceSpec device, ScheduleRequest request)
    {
        var flow = new ChainFlow(chain);
        var expressions = request.Tiling is { } given ? [given] : Representatives(flow);
        var candidates = (from tiles in Tiles(chain, device, request) from e in expressions select new Candidate(e, tiles)).ToList();
        var legal = candidates.Where(c => Legality.Problem(flow, c) is null).ToList();
        if (legal.Count == 0)
        {
            throw request.Tiling is null
                ? TilingErrors.NoLegalSchedule(chain, device.Name)
                : TilingErrors.IllegalSchedule(candidates[0], Legality.Problem(flow, candidates[0])!);
        }

        if (legal.Where(c => Fit(chain, c, device).Fits).MinBy(c => Cost(chain, c, device)) is { } best) return best;
        var smallest = legal.MinBy(c => Fit(chain, c, device).SharedBytes)!;
        throw TilingErrors.DoesNotFit(smallest, Fit(chain, smallest, device), device.Name);
    }

    private static FitReport Fit(OperatorChain chain, Candidate candidate, DeviceSpec device) => FitTest.Of(TileProgramBuilder.Build(chain, candidate), device);

    private static List<TilingExpression> Representatives(ChainFlow flow) =>
        ExpressionClass.Group(flow, ExpressionEnumerator.Enumerate(flow.Chain), []).Select(c => c.Representative).ToList();

    private static IEnumerable<EquatableArray<AxisTile>> Tiles(OperatorChain chain, DeviceSpec device, ScheduleRequest request)
    {
        var axes = chain.TiledAxes.ToList();
        foreach (int[] sizes in new int[][] { [32, 64, 128, 256], [64, 256], [64], [] })
        {
            var choices = axes.Select(a => Sizes(a, device, request, sizes)).ToList();
            if (choices.Aggregate(1L, (n, c) => n * c.Count) > Combinations && sizes.Length > 0) continue;
            return choices.Aggregate((IEnumerable<EquatableArray<AxisTile>>)[[]], (tuples, choice) => from t in tuples from c in choice select (EquatableArray<AxisTile>)[.. t, c]);
        }

        return [];
    }

    private static List<AxisTile> Sizes(ChainAxis axis, DeviceSpec device, ScheduleRequest request, int[] sizes)
    {
        if (request.Tiles.FirstOrDefault(t => t.Axis == axis.Name) is { } given) return [given];
        var whole = TileSizes.Whole(axis, device);
        return [.. sizes.Where(s => s < whole).Append(whole).Select(s => new AxisTile(axis.Name, s))];
    }

    /// <summary>Seconds by a plain count: arithmetic at peak plus bytes at memory bandwidth, times the share of processors left idle.</summary>
    private static double Cost(OperatorChain chain, Candidate candidate, DeviceSpec device)
    {
        var placement = Placer.Place(chain, candidate);
        var flops = chain.Contractions.Sum(c => 2.0 * c.Loops.Aggregate(1.0, (n, a) => n * chain.Extent(a)) * Repeats(placement, c) * Overhead(chain, candidate, c));
        var seconds = flops / device.PeakFlops(DataType.F32) + Traffic.Bytes(placement) / (1e9 * device.MemoryGigabytesPerSecond);
        var blocks = placement.Grid.Concat(chain.Axes.Where(a => a.Role == AxisRole.Batch).Select(a => a.Name)).Aggregate(1.0, (n, a) => n * placement.Tiles(a));
        var waves = Math.Ceiling(blocks / device.Processors) * device.Processors / blocks;
        var steps = placement.Statements.Sum(s => s.Path.Aggregate(1.0, (n, a) => n * placement.Tiles(a))) * blocks / device.Processors;
        var crowding = Math.Max(1, Footprint.Bytes(TileProgramBuilder.Build(placement, Core.TilePrograms.Precision.F32)) / (0.5 * device.SharedBytesPerBlock));
        return seconds * waves * crowding + 2e-7 * steps;
    }

    /// <summary>Reading and writing the accumulator once per tile of the reduction costs as much as about 12 steps of it.</summary>
    private static double Overhead(OperatorChain chain, Candidate candidate, Contraction step) =>
        1 + 12 / step.Reduced.Aggregate(1.0, (n, a) => n * Math.Min(chain.Extent(a), candidate.Tiles.FirstOrDefault(t => t.Axis == a)?.Size ?? 1));

    private static double Repeats(LoopPlacement placement, ChainStep step)
    {
        var path = placement.Statements.First(s => s.Kind == StatementKind.Compute && s.Tensor == step.Target.Name).Path;
        return placement.Grid.Concat(path).Except(step.Loops).Aggregate(1.0, (n, a) => n * placement.Tiles(a));
    }
}
