namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>How candidates are measured on a GPU, and on what.</summary>
public sealed record CudaMeasurerOptions
{
    public WorkerProgram Worker { get; init; } = WorkerProgram.Here;

    /// <summary>The number of the GPU.</summary>
    public int Device { get; init; }

    /// <summary>Of the random inputs.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the inputs come from memory each time, not from L2.</summary>
    public bool Cold { get; init; }

    /// <summary>Copies of a kernel in a graph that is timed as a whole.</summary>
    public int Copies { get; init; } = 20;

    /// <summary>How long a candidate's replays may take, on average over those measured side by side.</summary>
    public TimeSpan BudgetPerCandidate { get; init; } = TimeSpan.FromMilliseconds(20);

    public int MostReplays { get; init; } = 50;

    /// <summary>A candidate that so far took more than this many times the best is not replayed further.</summary>
    public double LagsBehind { get; init; } = 1.5;

    /// <summary>How long a launch may take, or a replay of all copies; a kernel at hand takes microseconds.</summary>
    public TimeSpan LaunchLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the worker's own part of an answer may take beyond that; then it is ended.</summary>
    public TimeSpan WorkerLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long another process may keep the GPU.</summary>
    public TimeSpan LockLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Multiply-adds of the reference that results are compared with; larger chains are compared at some positions of their outputs.</summary>
    public double CheckedMultiplyAdds { get; init; } = 2e7;

    /// <summary>Kernels compiled at once; 0 for one a processor.</summary>
    public int CompilerThreads { get; init; }
}
