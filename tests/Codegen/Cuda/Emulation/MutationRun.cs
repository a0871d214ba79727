namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>What became of a mutation.</summary>
/// <param name="Detection"><c>compiler</c>, the kind of a fault, <c>result</c> where the numbers are
/// wrong, <c>bank conflicts</c> where there are more than before; null if nothing was seen.</param>
public sealed record MutationOutcome(string Kernel, Mutation Mutation, string? Detection);

/// <summary>Runs mutations of one kernel, on all data and under several schedules until one is seen.</summary>
internal sealed class MutationRun(string name, IReadOnlyList<EmulatedCase> cases)
{
    /// <summary>Some mutants never end; kernels of this size take far less.</summary>
    private const int Seconds = 3;

    private static readonly EmulationSchedule[] _schedules = [EmulationSchedule.Random(1), EmulationSchedule.Lowest, EmulationSchedule.Highest];

    private long _conflicts;

    /// <summary>Outcomes of the first so many mutations that change what the compiler makes of the text.</summary>
    public async Task<IReadOnlyList<MutationOutcome>> Run(ulong seed, int count)
    {
        var text = cases[0].Kernel.Text;
        using var original = await EmulatedKernel.Compile(text);
        foreach (var one in cases) Assert.Null(await Detect(original, one));
        _conflicts = (await original.Run(cases[0].Launch with { CountsConflicts = true }, EmulationSchedule.Lowest)).Conflicts;
        var outcomes = new List<MutationOutcome>();
        foreach (var batch in Mutations.Of(text, seed).Chunk(2 * Environment.ProcessorCount))
        {
            var results = await Task.WhenAll(batch.Select(m => Run(original, m)));
            outcomes.AddRange(results.OfType<MutationOutcome>().Take(count - outcomes.Count));
            if (outcomes.Count == count) break;
        }

        return outcomes;
    }

    /// <summary>Null for a mutation of which the compiler makes the same code.</summary>
    private async Task<MutationOutcome?> Run(EmulatedKernel original, Mutation mutation)
    {
        using var mutant = await EmulatedKernel.Compile(mutation.Text);
        if (mutant.Problem is not null) return new MutationOutcome(name, mutation, "compiler");
        if (mutant.HasSameCode(original)) return null;
        foreach (var one in cases)
        {
            if (await Detect(mutant, one) is { } detection) return new MutationOutcome(name, mutation, detection);
        }

        var conflicts = (await mutant.Run(cases[0].Launch with { CountsConflicts = true }, EmulationSchedule.Lowest)).Conflicts;
        return new MutationOutcome(name, mutation, conflicts > _conflicts ? "bank conflicts" : null);
    }

    private static async Task<string?> Detect(EmulatedKernel kernel, EmulatedCase one)
    {
        foreach (var schedule in _schedules)
        {
            var result = await kernel.Run(one.Launch with { Seconds = Seconds }, schedule);
            if (result.Fault is not null) return result.Fault;
            if (one.Mismatch(result) is not null) return "result";
        }

        return null;
    }
}
