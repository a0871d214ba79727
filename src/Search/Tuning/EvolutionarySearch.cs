using MCFuser.Search.Measuring;

namespace MCFuser.Search.Tuning;

/// <summary>
/// The search of MCFuser (SC'24, section 5): of a random population the candidates that the model ranks first are measured; the next generation is drawn
/// with weight 1/t and its tile sizes and expressions are mutated; it ends when the best measurement no longer improves. The model's own choice is in
/// the first population, so that no search does worse than the model alone.
/// </summary>
internal static class EvolutionarySearch
{
    /// <summary>Generations in which nothing ran at all, after which the search gives up.</summary>
    private const int FruitlessGenerations = 3;

    public static SearchStop Run(SearchSession session, TuningRecord modelChoice)
    {
        var population = Population.Draw(session, [modelChoice]);
        var (best, stale) = (double.PositiveInfinity, 0);
        while (true)
        {
            var chosen = population.Where(r => !session.IsMeasured(r.Candidate)).OrderBy(r => r.Estimate.Seconds).Take(session.Options.MeasuredPerGeneration).ToList();
            if (chosen.Count == 0) return SearchStop.Exhausted;
            session.Measure(chosen);
            var leader = session.Ranking.FirstOrDefault();
            session.EndGeneration(leader);
            if (session.Limit is { } limit) return limit;
            if (leader is null && session.Generations >= FruitlessGenerations) return SearchStop.Settled;
            if (leader is not null)
            {
                stale = leader.Microseconds <= best * (1 - session.Options.Epsilon) ? 0 : stale + 1;
                if (stale == session.Options.Patience) return SearchStop.Settled;
                if (stale == 0) best = leader.Microseconds;
            }

            if (session.Generations >= session.Options.MaxGenerations) return SearchStop.GenerationLimit;
            population = Next(session, population);
        }
    }

    /// <summary>Parents are all measured candidates and the rest of the generation, whose estimates are scaled by how far estimates were off.</summary>
    private static List<TuningRecord> Next(SearchSession session, List<TuningRecord> population)
    {
        var measured = session.Ranking.ToList();
        var ratios = measured.Select(r => r.Microseconds / r.Estimate.Microseconds).Order().ToList();
        var scale = ratios.Count == 0 ? 1 : ratios[ratios.Count / 2];
        List<TuningRecord> parents = [.. measured, .. population.Where(r => !session.IsMeasured(r.Candidate))];
        return parents.Count == 0
            ? Population.Draw(session, [])
            : Population.Next(session, parents, r => r.Measurement is null ? scale * r.Microseconds : r.Microseconds, session.IsMeasured);
    }
}
