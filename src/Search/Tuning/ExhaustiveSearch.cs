namespace MCFuser.Search.Tuning;

/// <summary>Measures every candidate of the space, those first that the model ranks first.</summary>
internal static class ExhaustiveSearch
{
    public static SearchStop Run(SearchSession session)
    {
        var ordered = session.Space.All().Select(c => (Candidate: c, session.Estimate(c).Estimate.Seconds)).OrderBy(c => c.Seconds).Select(c => c.Candidate);
        foreach (var batch in ordered.Chunk(session.Options.MeasuredPerGeneration))
        {
            session.Measure(batch.Select(session.Estimate));
            session.EndGeneration(session.Ranking.FirstOrDefault());
            if (session.Limit is { } limit) return limit;
        }

        return SearchStop.Exhausted;
    }
}
