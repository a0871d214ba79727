using MCFuser.Search.Measuring;

namespace MCFuser.Search.Tuning;

/// <summary>
/// The choice of the model alone: the candidate with the least estimate of the whole space where it is small enough, else the best that an evolutionary
/// search over estimates finds.
/// </summary>
internal static class ModelSearch
{
    /// <summary>Generations without improvement after which an evolution over estimates ends; they cost little.</summary>
    private const int Patience = 10;

    /// <returns>The best, the next best if there is one, and why the search ended.</returns>
    public static (TuningRecord Best, TuningRecord? Next, SearchStop Stop) Run(SearchSession session) =>
        session.Options.Exhaustive || session.Space.Bound <= session.Options.EstimatedCompletely ? List(session) : Evolve(session);

    private static (TuningRecord Best, TuningRecord? Next, SearchStop Stop) List(SearchSession session)
    {
        var top = new BestTwo();
        foreach (var candidate in session.Space.All())
        {
            top.Add(session.Estimate(candidate));
            if (session.Limit is { } limit and not SearchStop.MeasurementLimit) return (top.Best!, top.Next, limit);
        }

        return (top.Best!, top.Next, SearchStop.Exhausted);
    }

    private static (TuningRecord Best, TuningRecord? Next, SearchStop Stop) Evolve(SearchSession session)
    {
        var population = Population.Draw(session, []);
        var top = new BestTwo();
        for (var (generation, stale) = (1, 0); ; generation++)
        {
            var before = top.Best;
            foreach (var record in population) top.Add(record);
            stale = ReferenceEquals(before, top.Best) ? stale + 1 : 0;
            if (session.Measurer is null) session.EndGeneration(top.Best);
            if (session.Limit is { } limit and not SearchStop.MeasurementLimit) return (top.Best!, top.Next, limit);
            if (stale == Patience) return (top.Best!, top.Next, SearchStop.Settled);
            if (generation == session.Options.MaxGenerations) return (top.Best!, top.Next, SearchStop.GenerationLimit);
            // Weights of 1/t hardly tell candidates of a plateau apart: once nothing improves, only the best one has offspring.
            TuningRecord[] parents = stale < Patience / 2 ? [.. population.Union([top.Best!])] : [top.Best!];
            population = Population.Next(session, parents, r => r.Microseconds, _ => false);
        }
    }

    /// <summary>The two records with the least estimates; of equal ones the first.</summary>
    private sealed class BestTwo
    {
        public TuningRecord? Best { get; private set; }

        public TuningRecord? Next { get; private set; }

        public void Add(TuningRecord record)
        {
            if (Best is null || record.Estimate.Seconds < Best.Estimate.Seconds) (Best, Next) = (record, Best);
            else if (record.Candidate != Best.Candidate && (Next is null || record.Estimate.Seconds < Next.Estimate.Seconds)) Next = record;
        }
    }
}
