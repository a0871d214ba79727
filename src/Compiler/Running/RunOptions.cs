namespace MCFuser.Compiler.Running;

/// <summary>What a run reads, and what it does besides running.</summary>
public sealed record RunOptions
{
    /// <summary>Inputs that have no file are random; the same seed gives the same numbers.</summary>
    public ulong Seed { get; init; }

    /// <summary><c>.npy</c> files by input.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary><c>.npy</c> files to write, by output.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the outputs are compared with the interpreter's.</summary>
    public bool Check { get; init; }

    /// <summary>How long the timed runs may take; at least one run of each form is timed.</summary>
    public TimeSpan TimingBudget { get; init; } = TimeSpan.FromSeconds(0.3);
}
