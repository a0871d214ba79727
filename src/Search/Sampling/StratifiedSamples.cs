using MCFuser.Core;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Search.Spaces;

namespace MCFuser.Search.Sampling;

/// <summary>
/// Seeded samples that cover a space evenly: by expression, and within an expression by quantiles of the tile volume (the product of the tile sizes).
/// </summary>
public static class StratifiedSamples
{
    private const int Quantiles = 8;

    /// <summary>Spaces up to this bound are listed; of larger ones random candidates stand for the whole.</summary>
    private const int ListedBound = 200_000;

    private const int DrawsPerSample = 20;

    /// <summary>Distinct candidates, as many as asked for where the space has them.</summary>
    public static EquatableArray<Candidate> Draw(CandidateSpace space, int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var pool = space.Bound <= ListedBound ? space.All() : Enumerable.Range(0, count * DrawsPerSample).Select(_ => space.Draw(random)).Distinct();
        var strata = pool.GroupBy(c => c.Tiling).SelectMany(Strata).ToList();
        foreach (var stratum in strata) random.Shuffle(stratum);
        var samples = new List<Candidate>();
        for (var depth = 0; samples.Count < count && strata.Any(s => s.Count > depth); depth++)
            samples.AddRange(strata.Where(s => s.Count > depth).Select(s => s[depth]));
        return samples.Take(count).ToEquatableArray();
    }

    private static IEnumerable<List<Candidate>> Strata(IEnumerable<Candidate> candidates)
    {
        var sorted = candidates.OrderBy(Volume).ToList();
        for (var q = 0; q < Quantiles; q++)
        {
            var (from, to) = (q * sorted.Count / Quantiles, (q + 1) * sorted.Count / Quantiles);
            yield return sorted[from..to];
        }
    }

    private static double Volume(Candidate candidate) => candidate.Tiles.Aggregate(1.0, (v, t) => v * t.Size);
}
