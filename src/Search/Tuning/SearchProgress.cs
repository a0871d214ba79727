using MCFuser.Search.Measuring;

namespace MCFuser.Search.Tuning;

/// <summary>How far a search is.</summary>
/// <param name="Generation">Generations done.</param>
/// <param name="Estimated">Candidates estimated so far.</param>
/// <param name="Measured">Measurements made so far.</param>
/// <param name="Best">The best candidate so far; null before the first.</param>
public sealed record SearchProgress(int Generation, int Estimated, int Measured, TuningRecord? Best);
