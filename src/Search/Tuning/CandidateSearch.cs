using MCFuser.Core;
using MCFuser.Search.Measuring;
using MCFuser.Search.Models;
using MCFuser.Search.Spaces;

namespace MCFuser.Search.Tuning;

/// <summary>Chooses a candidate of a space: the way in to every search.</summary>
public static class CandidateSearch
{
    /// <summary>
    /// Without a measurer the choice is the model's. With one, the evolutionary search (or all candidates, if asked for) is measured, the finalists once
    /// more side by side. A search that is cancelled or runs out of time returns the best so far.
    /// </summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">Candidates were measured and none is valid (exit 6).</exception>
    public static SearchResult Run(
        CandidateSpace space, IPerformanceModel model, ICandidateMeasurer? measurer, SearchOptions? options = null, CancellationToken cancellation = default)
    {
        using var session = new SearchSession(space, model, measurer, options ?? new SearchOptions(), cancellation);
        var (choice, next, stop) = ModelSearch.Run(session);
        if (measurer is null) return Result(session, choice, next, choice, stop);
        if (session.Limit is null) stop = session.Options.Exhaustive ? ExhaustiveSearch.Run(session) : EvolutionarySearch.Run(session, choice);
        var ranking = Final(session);
        return ranking.Count > 0 ? Result(session, ranking[0], ranking.ElementAtOrDefault(1), choice, stop)
            : session.Measured.Count == 0 ? Result(session, choice, next, choice, stop)
            : throw SearchErrors.NoValidKernel(space.Chain, session.Measured);
    }

    /// <summary>The ranking, its first places measured again; only those that were may come first.</summary>
    private static List<TuningRecord> Final(SearchSession session)
    {
        var ranking = session.Ranking.ToList();
        var finalists = ranking.Take(session.Options.Finalists).ToList();
        if (finalists.Count < 2 || session.Limit is not null) return ranking;
        var again = session.Measure(finalists).Where(r => r.Measurement!.Succeeded).OrderBy(r => r.Microseconds).ToList();
        return again.Count == 0 ? session.Ranking.ToList() : [.. again, .. session.Ranking.Where(r => again.All(f => f.Candidate != r.Candidate))];
    }

    private static SearchResult Result(SearchSession session, TuningRecord winner, TuningRecord? runnerUp, TuningRecord modelChoice, SearchStop stop)
    {
        var measured = session.Measured.LastOrDefault(r => r.Candidate == modelChoice.Candidate) ?? modelChoice;
        return new SearchResult(winner, runnerUp, measured, session.Measured.ToEquatableArray(), session.Estimated, session.Generations, stop);
    }
}
