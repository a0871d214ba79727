namespace MCFuser.Search.Tuning;

/// <summary>How a search runs. The numbers of the evolutionary search are those of MCFuser (SC'24, section 5).</summary>
public sealed record SearchOptions
{
    public ulong Seed { get; init; }

    /// <summary>Candidates in a generation.</summary>
    public int Population { get; init; } = 100;

    /// <summary>How many of a generation are measured.</summary>
    public int MeasuredPerGeneration { get; init; } = 8;

    /// <summary>A generation that improves the best time by no more than this share is no improvement.</summary>
    public double Epsilon { get; init; } = 0.01;

    /// <summary>The search stops after so many generations in a row without improvement (1 in the paper).</summary>
    public int Patience { get; init; } = 2;

    public int MaxGenerations { get; init; } = 50;

    /// <summary>Of the measured candidates, so many are measured once more, side by side, before one wins.</summary>
    public int Finalists { get; init; } = 3;

    /// <summary>Take every candidate of the space into account.</summary>
    public bool Exhaustive { get; init; }

    /// <summary>Spaces with no more candidates than this are estimated completely.</summary>
    public int EstimatedCompletely { get; init; } = 20_000;

    public TimeSpan? TimeLimit { get; init; }

    public int? MaxMeasurements { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Called after each generation.</summary>
    public Action<SearchProgress>? Progress { get; init; }
}
