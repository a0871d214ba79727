using MCFuser.Compiler.Measuring;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tiling;
using MCFuser.Search.Models;
using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Search.Statistics;

namespace MCFuser.Compiler.Benchmarks;

/// <summary>Measures stratified candidates of a chain twice, and compares estimates and choices with them.</summary>
internal static class ModelTrial
{
    private const int SideBySide = 8;

    /// <summary>The best of the samples that are measured once more beside the choices.</summary>
    private const int Best = 4;

    private static readonly CpuMeasurerOptions _each = new()
    {
        BudgetPerCandidate = TimeSpan.FromMilliseconds(8), LeastRepeats = 3, LagsBehind = double.PositiveInfinity,
    };

    private static readonly CpuMeasurerOptions _final = new() { BudgetPerCandidate = TimeSpan.FromMilliseconds(120), MostRepeats = 400, LagsBehind = 2 };

    public static ModelReport Run(CompiledKernel kernel, DeviceSpec device, int count, ulong seed, CancellationToken cancellation)
    {
        var samples = StratifiedSamples.Draw(CandidateSpace.Of(kernel.Chain, device), count, seed);
        var model = new RooflineModel(kernel.Chain, device);
        var measurer = new CpuMeasurer(kernel.Chain, _each with { Seed = seed });
        var (first, second) = (Measure(), Measure());
        var times = first.Zip(second, Math.Min).ToList();
        var best = samples.Zip(times).OrderBy(s => s.Second).Take(Best).Select(s => s.First);
        var (tuned, untuned) = (kernel.Schedule, kernel.Search.ModelChoice.Candidate);
        EquatableArray<Candidate> finalists = [.. best.Append(tuned).Append(untuned).Distinct()];
        var final = finalists.Zip(Times(new CpuMeasurer(kernel.Chain, _final with { Seed = seed }), finalists, cancellation)).ToDictionary(f => f.First, f => f.Second);
        var least = best.Min(c => final[c]);
        return new ModelReport(
            samples.Count, RankCorrelation.Spearman([.. samples.Select(c => model.Estimate(c).Seconds)], times), RankCorrelation.Spearman(first, second),
            final[tuned] / least, final[untuned] / least);

        List<double> Measure() => [.. samples.Chunk(SideBySide).SelectMany(batch => Times(measurer, [.. batch], cancellation))];
    }

    /// <summary>The tenth percentiles in microseconds: of few runs the fastest, of many one that is no accident.</summary>
    private static IEnumerable<double> Times(CpuMeasurer measurer, EquatableArray<Candidate> candidates, CancellationToken cancellation)
    {
        var measurements = measurer.Measure(candidates, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return candidates.Zip(measurements, (candidate, m) => m.Succeeded
            ? m.P10Microseconds
            : throw new InternalErrorException("candidate", $"a candidate of the space failed: {m}", candidate.ToString()));
    }
}
