using MCFuser.Compiler.Measuring;
using MCFuser.Compiler.Searching;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Search.Measuring;
using MCFuser.Search.Models;
using MCFuser.Search.Sampling;
using MCFuser.Search.Spaces;
using MCFuser.Search.Statistics;

namespace MCFuser.Compiler.Benchmarks;

/// <summary>A candidate with what the model says of it and what was measured, twice.</summary>
public sealed record CorrelationPoint(string Candidate, double EstimateUs, double? FirstUs, double? SecondUs, string? Failure);

/// <summary>The performance model beside measurements of stratified candidates of a chain.</summary>
/// <param name="Correlation">Spearman's, of estimates and the lesser measurements; null where all of either are equal.</param>
/// <param name="Repeat">Spearman's, of the two measurements: no model can do better.</param>
public sealed record CorrelationReport(
    string Chain, string Device, int Samples, int Failed, double? Correlation, double? Repeat, EquatableArray<CorrelationPoint> Points);

/// <summary>Measures how well the model ranks the candidates of a graph's main kernel on the device at hand.</summary>
public static class ModelCorrelation
{
    private const int SideBySide = 16;

    /// <exception cref="DiagnosticException">The device is not at hand (MCF5303, exit 4), or fewer than two candidates could be measured (MCF5304, exit 6).</exception>
    public static CorrelationReport Run(OperatorGraph graph, CompilationOptions options, int samples, CancellationToken cancellation)
    {
        var compilation = Pipeline.Compile(graph, options with { Measures = false }, cancellation);
        var (chain, device) = (compilation.MainKernel.Chain, compilation.Device);
        if (Measurers.Obstacle(device) is { } obstacle) throw BenchmarkErrors.NotAtHand(device.Name, obstacle);
        var records = Samples(chain, device, options, samples);
        var candidates = records.Select(r => r.Candidate).ToList();
        using var measurer = Measurers.Of(chain, device, options with { Measures = true })!;
        var (first, second) = (Measure(), Measure());
        var points = records.Select((r, i) => new CorrelationPoint(
            r.Candidate.ToString(), r.Estimate.Microseconds, Time(first[i]), Time(second[i]), first[i].Detail ?? second[i].Detail)).ToEquatableArray();
        var whole = points.Where(p => p is { FirstUs: not null, SecondUs: not null }).ToList();
        if (whole.Count < 2) throw BenchmarkErrors.TooFew(chain.Name, points.Count, points.Select(p => p.Failure).FirstOrDefault(f => f is not null));
        return new CorrelationReport(
            chain.Name, device.Name, points.Count, points.Count - whole.Count,
            Ranks(whole, p => p.EstimateUs, p => Math.Min(p.FirstUs!.Value, p.SecondUs!.Value)), Ranks(whole, p => p.FirstUs!.Value, p => p.SecondUs!.Value), points);

        List<Measurement> Measure()
        {
            List<Measurement> all = [.. candidates.Chunk(SideBySide).SelectMany(batch => measurer.Measure([.. batch], cancellation))];
            cancellation.ThrowIfCancellationRequested();
            return all;
        }
    }

    /// <summary>Samples of the space with their estimates; on a GPU each with one way to fill a block, as the search for kernels tries them.</summary>
    private static List<TuningRecord> Samples(OperatorChain chain, DeviceSpec device, CompilationOptions options, int count)
    {
        var candidates = StratifiedSamples.Draw(CandidateSpace.Of(chain, device), count, options.Search.Seed);
        var model = new RooflineModel(chain, device, options.Precision);
        if (device.Kind == DeviceKind.Cpu) return [.. candidates.Select(c => new TuningRecord(c, model.Estimate(c)))];
        var random = new SplitMix64(options.Search.Seed);
        var records = new List<TuningRecord>();
        foreach (var candidate in candidates)
        {
            var variants = KernelSearch.Variants(chain, candidate, options.Splits).ToList();
            try
            {
                records.Add(KernelSearch.Estimate(chain, variants[(int)random.NextBetween(0, variants.Count - 1)], device, options).Record);
            }
            catch (DiagnosticException e) when (e.ExitCode == ExitCode.NoLegalSchedule)
            {
                // No kernel, nothing to rank.
            }
        }

        return records;
    }

    private static double? Ranks(List<CorrelationPoint> points, Func<CorrelationPoint, double> left, Func<CorrelationPoint, double> right) =>
        RankCorrelation.Spearman([.. points.Select(left)], [.. points.Select(right)]) is var rank && double.IsNaN(rank) ? null : rank;

    private static double? Time(Measurement measurement) => measurement.Succeeded ? measurement.MedianMicroseconds : null;
}
