namespace MCFuser.Compiler.Benchmarks;

/// <summary>How much the benchmark of the paper's shapes measures.</summary>
public sealed record PaperBenchOptions
{
    public ulong Seed { get; init; }

    /// <summary>Stratified candidates of a shape that the model is judged on.</summary>
    public int Samples { get; init; } = 64;

    /// <summary>Of the shapes in <see cref="WellSampled"/>.</summary>
    public int ManySamples { get; init; } = 300;

    /// <summary>Shapes for which the choice is compared with the best of many candidates.</summary>
    public IReadOnlyCollection<string> WellSampled { get; init; } = ["g1", "g9", "s2", "s7"];

    /// <summary>How long the two forms are timed in turns.</summary>
    public TimeSpan TimingBudget { get; init; } = TimeSpan.FromSeconds(0.5);
}
