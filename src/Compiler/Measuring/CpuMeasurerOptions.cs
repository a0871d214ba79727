namespace MCFuser.Compiler.Measuring;

/// <summary>How long candidates are measured on the CPU, and on what.</summary>
public sealed record CpuMeasurerOptions
{
    /// <summary>Of the random inputs.</summary>
    public ulong Seed { get; init; }

    /// <summary>How long a candidate's repeats may take, on average over those measured side by side.</summary>
    public TimeSpan BudgetPerCandidate { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Each candidate is repeated so often at least, whatever the budget.</summary>
    public int LeastRepeats { get; init; } = 2;

    public int MostRepeats { get; init; } = 50;

    /// <summary>A candidate that took more than this many times the best is then not repeated further.</summary>
    public double LagsBehind { get; init; } = 1.5;

    /// <summary>Multiply-adds of the reference that results are compared with; larger chains are compared at some positions of their outputs.</summary>
    public double CheckedMultiplyAdds { get; init; } = 2e7;

    /// <summary>The most threads of a kernel; 0 for one a processor.</summary>
    public int Threads { get; init; }
}
