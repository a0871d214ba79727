using MCFuser.Core.Tiling;
using MCFuser.Search.Measuring;

namespace MCFuser.Search.Tuning;

/// <summary>The candidates of a generation, distinct and estimated.</summary>
internal static class Population
{
    /// <summary>Tries per place in the population until it stays empty: a small space holds fewer candidates than a population.</summary>
    private const int Attempts = 10;

    /// <summary>The given ones, and random ones.</summary>
    public static List<TuningRecord> Draw(SearchSession session, IReadOnlyCollection<TuningRecord> given) =>
        Fill(session, given, () => session.Space.Draw(session.Random), given.Select(r => r.Candidate).ToHashSet().Contains);

    /// <summary>Mutations of parents drawn with weight 1/t.</summary>
    /// <param name="excluded">Candidates that need no second look.</param>
    public static List<TuningRecord> Next(SearchSession session, IReadOnlyList<TuningRecord> parents, Func<TuningRecord, double> time, Func<Candidate, bool> excluded)
    {
        var sums = new double[parents.Count];
        for (var i = 0; i < sums.Length; i++) sums[i] = (i == 0 ? 0 : sums[i - 1]) + 1 / time(parents[i]);
        return Fill(session, [], () => session.Space.Mutate(Parent().Candidate, session.Random), excluded);

        TuningRecord Parent()
        {
            var at = Array.BinarySearch(sums, session.Random.NextUnit() * sums[^1]);
            return parents[Math.Min(at < 0 ? ~at : at, parents.Count - 1)];
        }
    }

    private static List<TuningRecord> Fill(SearchSession session, IEnumerable<TuningRecord> given, Func<Candidate> make, Func<Candidate, bool> excluded)
    {
        var population = given.ToList();
        var seen = new HashSet<Candidate>();
        for (var attempt = 0; attempt < Attempts * session.Options.Population && population.Count < session.Options.Population; attempt++)
        {
            var candidate = make();
            if (!excluded(candidate) && seen.Add(candidate)) population.Add(session.Estimate(candidate));
        }

        return population;
    }
}
