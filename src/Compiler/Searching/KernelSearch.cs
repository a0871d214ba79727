using MCFuser.Codegen.Cuda.Cost;
using MCFuser.Codegen.Cuda.Lowering;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Search.Measuring;
using MCFuser.Search.Models;
using MCFuser.Search.Spaces;
using MCFuser.Search.Tuning;
using MCFuser.Tiling.Programs;

namespace MCFuser.Compiler.Searching;

/// <summary>
/// The choice for a GPU, in two steps: the roofline of the tile programs finds the expressions and tiles worth a look, of every row tile some; these are lowered with
/// several splits, warps and stages, and the kernels compared by what they would issue and wait for.
/// </summary>
internal static class KernelSearch
{
    /// <summary>More candidates than this are drawn, not listed.</summary>
    private const int ListedCompletely = 60_000, Drawn = 4000;

    private const int KeptForEachRowTile = 3;

    /// <summary>How far the compiler may need more registers than estimated.</summary>
    private const int EstimateError = 12;

    /// <summary>A kernel with fewer blocks leaves part of a large GPU idle, and must be worth it.</summary>
    private const int ManyBlocks = 100;

    private static readonly int[] _warpParts = [2, 4, 8], _blockParts = [2, 4, 8];

    private static readonly int[] _stages = [2, 3];

    /// <param name="measurer">Null for the model's choice.</param>
    /// <exception cref="DiagnosticException">
    /// None of the candidates has a kernel that the device can run (exit 3); none of those measured is valid (exit 6).
    /// </exception>
    public static SearchResult Choose(
        CandidateSpace space, OperatorChain chain, DeviceSpec device, CompilationOptions options, ICandidateMeasurer? measurer, CancellationToken cancellation)
    {
        var model = new RooflineModel(chain, device, options.Precision);
        var estimated = Candidates(space, options.Search.Seed).Select(c => new TuningRecord(c, model.Estimate(c))).ToList();
        var row = chain.TiledAxes.FirstOrDefault(a => a.Role == AxisRole.Outer)?.Name ?? chain.TiledAxes.FirstOrDefault()?.Name;
        var worthALook = estimated.GroupBy(RowTile).OrderBy(g => g.Key)
            .SelectMany(g => g.OrderBy(r => r.Estimate.Seconds).Take(KeptForEachRowTile)).Select(r => r.Candidate).ToList();
        DiagnosticException? refusal = null;
        var kernels = new List<(TuningRecord Record, bool Spills, long Blocks)>();
        foreach (var candidate in worthALook.SelectMany(c => Variants(chain, c, options.Splits)))
        {
            if (cancellation.IsCancellationRequested && kernels.Count > 0) break;
            try
            {
                kernels.Add(Estimate(chain, candidate, device, options));
            }
            catch (DiagnosticException e) when (e.ExitCode == ExitCode.NoLegalSchedule)
            {
                refusal ??= e;
            }
        }

        // Kernels that spill are a last resort.
        var ordered = kernels.OrderBy(k => k.Spills).ThenBy(k => k.Record.Estimate.Seconds).ToList();
        var ranking = ordered.Select(k => k.Record).ToList();
        if (ranking.Count == 0) throw refusal!;
        if (ordered[0].Blocks < ManyBlocks) ranking[0] = WithReason(ranking[0], ordered.FirstOrDefault(k => k.Blocks >= ManyBlocks && !k.Spills).Record);
        if (measurer is not null) return KernelTrials.Run(chain, ranking, RowTile, measurer, SideBySide(options.Search), estimated.Count, cancellation);
        var stop = cancellation.IsCancellationRequested ? SearchStop.Cancelled : SearchStop.Exhausted;
        return new SearchResult(ranking[0], ranking.ElementAtOrDefault(1), ranking[0], [], estimated.Count + kernels.Count, 0, stop);

        int RowTile(TuningRecord record) => row is null ? 1 : record.Candidate.Tile(row);
    }

    /// <summary>Compiling takes longer than measuring: a generation keeps every processor busy.</summary>
    private static SearchOptions SideBySide(SearchOptions options) => options with { MeasuredPerGeneration = Math.Max(options.MeasuredPerGeneration, Environment.ProcessorCount) };

    /// <summary>Says beside a choice of few blocks what the best kernel with many would take.</summary>
    private static TuningRecord WithReason(TuningRecord choice, TuningRecord? many) => many is null ? choice : choice with
    {
        Estimate = choice.Estimate with
        {
            Terms = [.. choice.Estimate.Terms, new("with 100 blocks", many.Estimate.Microseconds, "us", $"the least estimate of a kernel with at least 100 blocks: {many.Candidate}")],
        },
    };

    /// <summary>The time of a candidate's kernel by the kernel model, whether its threads need more registers than there are, and its blocks.</summary>
    /// <exception cref="DiagnosticException">The device cannot run it (exit 3).</exception>
    public static (TuningRecord Record, bool Spills, long Blocks) Estimate(OperatorChain chain, Candidate candidate, DeviceSpec device, CompilationOptions options)
    {
        var program = TileProgramBuilder.Build(chain, candidate, ContractionPrecision.Of(chain, device, options.Precision));
        var work = KernelWork.Of(KernelLowering.Lower(program, device));
        return (new TuningRecord(candidate, KernelModel.Of(work, device)), work.Registers > Occupancy.RegisterLimit(work.Warps, device) - EstimateError, work.Blocks);
    }

    private static IEnumerable<Candidate> Candidates(CandidateSpace space, ulong seed)
    {
        if (space.Bound <= ListedCompletely) return space.All();
        var random = new Core.Tensors.SplitMix64(seed);
        return Enumerable.Range(0, Drawn).Select(_ => space.Draw(random)).Distinct();
    }

    /// <summary>What happens inside a block, and which reduction is dealt out to warps or blocks.</summary>
    public static IEnumerable<Candidate> Variants(OperatorChain chain, Candidate candidate, SplitUse splits)
    {
        foreach (var stages in _stages)
        {
            var whole = candidate with { Schedule = new Schedule(Stages: stages) };
            yield return whole;
            yield return whole with { Schedule = new Schedule(WarpsM: 8, Stages: stages) };
            if (chain.Contractions.Count() < 2 || splits == SplitUse.None) continue;
            foreach (var axis in chain.Contractions.Last().Reduced.Where(a => chain.Extent(a) > candidate.Tile(a)))
            {
                var tiles = (chain.Extent(axis) + candidate.Tile(axis) - 1) / candidate.Tile(axis);
                foreach (var parts in _warpParts.Where(p => p <= tiles))
                    yield return whole with { Split = new AxisSplit(axis, parts, SplitScope.Warp), Schedule = new Schedule(WarpsM: Math.Max(1, 4 / parts), Stages: stages) };
                foreach (var parts in _blockParts.Where(p => p <= tiles && splits == SplitUse.Any)) yield return whole with { Split = new AxisSplit(axis, parts, SplitScope.Grid) };
            }
        }
    }
}
