using System.Globalization;
using System.Text;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary><c>docs/mutations.md</c>: what was found how, and why the rest could not be.</summary>
internal static class MutationReport
{
    /// <summary>Parts of mutated lines, and why such a kernel is as right as before.</summary>
    private static readonly (string Part, string Why)[] _explanations =
    [
        ("KEPT = PERIOD >= PASSES", "more addresses are kept than there are passes: registers, no result"),
        ("WIDTH != 16) store_global", "elements are stored one by one instead of 16 bytes at once: slower, the same result"),
        ("ROWS % STEP != 0 || j == PASSES - 1", "the passes of this kernel's copies end with the tile, so the return is never reached"),
        ("&& j == PASSES - 1 || r >= ROWS", "rows beyond the tile come up in the last pass only"),
        ("STEP % 8 != 0 ? 1", "the steps of this kernel are multiples of 8: the mutant keeps addresses that repeat, and takes the right one"),
        ("C % 9 == 0 ? r & 7", "another permutation of the same chunks, written and read alike, and f32 operands are read 4 bytes at a time: no more conflicts"),
    ];

    public static string? Explanation(MutationOutcome survivor) =>
        _explanations.Where(e => survivor.Mutation.After.Contains(e.Part, StringComparison.Ordinal)).Select(e => e.Why).FirstOrDefault();

    public static string Write(IReadOnlyList<MutationOutcome> outcomes)
    {
        var text = new StringBuilder();
        var survivors = outcomes.Where(o => o.Detection is null).ToList();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Mutations

            {outcomes.Count} seeded changes of emitted CUDA kernels, one a kernel: a wait, a group or a barrier left out or weakened, a fence left out, a lane kept from a
            collective, a swizzle, a predicate, a comparison, an index, an operator or a constant changed, anywhere in the text behind the primitives. Those of which g++ makes
            the same code are not counted. Each mutant is run by the emulation under three schedules of its threads, on inputs where a few rows of attention are large too.
            It is found if the compiler refuses it, if the emulation reports a fault, if the result is wrong, or if shared memory has more bank conflicts than before.

            **{outcomes.Count - survivors.Count} of {outcomes.Count} are found.** `bench/mutations` makes this page; a few mutants run with the tests.

            | changed | mutants | compiler | fault | result | bank conflicts | not found |
            |---|---|---|---|---|---|---|

            """);
        foreach (var kind in outcomes.GroupBy(o => o.Mutation.Kind).OrderBy(g => g.Key, StringComparer.Ordinal)) Row(text, kind.Key, [.. kind]);
        Row(text, "all", outcomes);
        var faults = outcomes.Where(o => o.Detection is not (null or "compiler" or "result" or "bank conflicts")).CountBy(o => o.Detection!).OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"\nFaults: {string.Join(", ", faults.Select(f => $"{f.Key} {f.Value}"))}.\n\n## Not found\n\n");
        foreach (var survivor in survivors)
        {
            var (mutation, why) = (survivor.Mutation, Explanation(survivor) ?? "not explained yet");
            text.Append(CultureInfo.InvariantCulture, $"- {survivor.Kernel}, {mutation.Kind}: {why}.\n  `{mutation.Before}`\n  `{mutation.After}`\n");
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, IReadOnlyList<MutationOutcome> outcomes)
    {
        int[] known = [Count("compiler"), 0, Count("result"), Count("bank conflicts"), outcomes.Count(o => o.Detection is null)];
        known[1] = outcomes.Count - known.Sum();
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {outcomes.Count} | {string.Join(" | ", known)} |\n");

        int Count(string detection) => outcomes.Count(o => o.Detection == detection);
    }
}
