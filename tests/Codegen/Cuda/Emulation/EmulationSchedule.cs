using System.Globalization;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>Which of the threads that could go on does: the lowest or highest, or at every primitive a random one.</summary>
public sealed record EmulationSchedule(string Policy, ulong Seed = 0)
{
    public static readonly EmulationSchedule Lowest = new("lowest");

    public static readonly EmulationSchedule Highest = new("highest");

    public static EmulationSchedule Random(ulong seed) => new("random", seed);

    public static IReadOnlyList<EmulationSchedule> Several { get; } = [Lowest, Highest, Random(1)];

    public override string ToString() => Policy == "random" ? string.Create(CultureInfo.InvariantCulture, $"random {Seed}") : Policy;
}
