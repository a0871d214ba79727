using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Placement.Passes;
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
        var legal = Place(flow, candidates);
        if (legal.Count == 0)
        {
            throw request.Tiling is null
                ? TilingErrors.NoLegalSchedule(chain, device.Name)
                : TilingErrors.IllegalSchedule(candidates[0], Legality.Problem(flow, candidates[0])!);
        }

        if (Cheapest(legal, device) is { } best) return best;
        var smallest = legal.MinBy(p => FitTest.Of(Build(p), device).SharedBytes)!;
        throw TilingErrors.DoesNotFit(smallest.Candidate, FitTest.Of(Build(smallest), device), device.Name);
    }

    /// <summary>The placements of the legal candidates. Tile sizes matter to a placement only by which axes have one tile, so it is worked out once for each such set.</summary>
    private static List<LoopPlacement> Place(ChainFlow flow, List<Candidate> candidates)
    {
        var known = new Dictionary<(TilingExpression Tiling, EquatableArray<string> Unit), LoopPlacement?>();
        var legal = new List<LoopPlacement>();
        foreach (var candidate in candidates)
        {
            var key = (candidate.Tiling, DeleteUnitLoops.UnitAxes(flow, candidate).ToEquatableArray());
            if (!known.TryGetValue(key, out var placement))
                known[key] = placement = Legality.Problem(flow, candidate) is null ? Placer.Place(flow.Chain, candidate) : null;
            if (placement is not null) legal.Add(placement with { Candidate = candidate });
        }

        return legal;
    }

    /// <summary>The candidate that fits and costs least. Crowding only adds to a cost, so the tile programs of most candidates need not be built.</summary>
    private static Candidate? Cheapest(List<LoopPlacement> placements, DeviceSpec device)
    {
        var (best, least) = ((Candidate?)null, double.PositiveInfinity);
        foreach (var placement in placements)
        {
            var (work, steps) = (Work(placement, device), Steps(placement, device));
            if (work + steps >= least) continue;
            var program = Build(placement);
            if (!FitTest.Of(program, device).Fits) continue;
            var cost = work * Crowding(program, device) + steps;
            if (cost < least) (best, least) = (placement.Candidate, cost);
        }

        return best;
    }

    private static TileProgram Build(LoopPlacement placement) => TileProgramBuilder.Build(placement, Precision.F32);

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
    private static double Work(LoopPlacement placement, DeviceSpec device)
    {
        var chain = placement.Flow.Chain;
        var flops = chain.Contractions.Sum(
            c => 2.0 * c.Loops.Aggregate(1.0, (n, a) => n * chain.Extent(a)) * Repeats(placement, c) * Overhead(chain, placement.Candidate, c));
        var seconds = flops / device.PeakFlops(DataType.F32) + Traffic.Bytes(placement) / (1e9 * device.MemoryGigabytesPerSecond);
        var blocks = Blocks(placement);
        return seconds * Math.Ceiling(blocks / device.Processors) * device.Processors / blocks;
    }

    /// <summary>Seconds for starting statements.</summary>
    private static double Steps(LoopPlacement placement, DeviceSpec device) =>
        2e-7 * placement.Statements.Sum(s => s.Path.Aggregate(1.0, (n, a) => n * placement.Tiles(a))) * Blocks(placement) / device.Processors;

    private static double Crowding(TileProgram program, DeviceSpec device) => Math.Max(1, Footprint.Bytes(program) / (0.5 * device.SharedBytesPerBlock));

    private static double Blocks(LoopPlacement placement) =>
        placement.Grid.Concat(placement.Flow.Chain.Axes.Where(a => a.Role == AxisRole.Batch).Select(a => a.Name)).Aggregate(1.0, (n, a) => n * placement.Tiles(a));

    /// <summary>Reading and writing the accumulator once per tile of the reduction costs as much as about 12 steps of it.</summary>
    private static double Overhead(OperatorChain chain, Candidate candidate, Contraction step) =>
        1 + 12 / step.Reduced.Aggregate(1.0, (n, a) => n * Math.Min(chain.Extent(a), candidate.Tiles.FirstOrDefault(t => t.Axis == a)?.Size ?? 1));

    private static double Repeats(LoopPlacement placement, ChainStep step)
    {
        var path = placement.Statements.First(s => s.Kind == StatementKind.Compute && s.Tensor == step.Target.Name).Path;
        return placement.Grid.Concat(path).Except(step.Loops).Aggregate(1.0, (n, a) => n * placement.Tiles(a));
    }
}
