using MCFuser.Core.Devices;

namespace MCFuser.Bench.Ptx;

/// <summary>Our kernel beside a Triton kernel for the same shape.</summary>
internal sealed record Comparison(string Shape, KernelFacts Ours, KernelFacts Triton)
{
    public double Ratio => (double)Ours.Counters.Instructions / Triton.Counters.Instructions;
}

/// <summary>The tables as Markdown.</summary>
internal sealed class ComparisonTable(DeviceSpec device)
{
    /// <summary>One row a Triton kernel, against ours with the same tiles of m and n.</summary>
    public IEnumerable<string> SameTiles(IReadOnlyList<Comparison> rows)
    {
        yield return "| shape | ours | Triton | issued, k | ratio | longest block, k | mma, k | load sectors, k | store sectors, k | wavefronts, k (excess) | barriers a block | registers (spills) | blocks an SM | SASS an HMMA |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (var row in rows)
        {
            yield return $"| {row.Shape} | {Title(row.Ours)} | {Title(row.Triton)} | {Both(row, f => Thousands(f.Counters.Instructions))} | {Number(row.Ratio)} "
                + $"| {Both(row, f => Thousands(f.Counters.LongestBlock))} | {Both(row, f => Thousands(f.Counters.Mma))} | {Both(row, f => Thousands(f.Counters.LoadSectors))} "
                + $"| {Both(row, Stores)} | {Both(row, f => $"{Thousands(f.Counters.Wavefronts)} ({f.Counters.ExcessWavefronts})")} "
                + $"| {Both(row, f => Whole((double)f.Counters.Barriers / f.Counters.Blocks))} | {Both(row, f => f.Spills > 0 ? $"{f.Registers} ({f.Spills})" : $"{f.Registers}")} "
                + $"| {Both(row, f => $"{f.Resident(device)}")} | {Both(row, f => f.Loop.ToString())} |";
        }
    }

    /// <summary>One row a shape: the compiler's own choice, and every Triton kernel.</summary>
    public static IEnumerable<string> Chosen(IEnumerable<(string Shape, KernelFacts Ours, IReadOnlyList<KernelFacts> Triton)> rows)
    {
        yield return "| shape | ours | Triton |";
        yield return "|---|---|---|";
        foreach (var (shape, ours, triton) in rows) yield return $"| {shape} | {Block(ours)} | {string.Join("; ", triton.Select(Block))} |";
    }

    /// <summary>How the rows stand against the targets.</summary>
    public IEnumerable<string> Summary(IReadOnlyList<Comparison> rows)
    {
        var mean = Math.Exp(rows.Average(r => Math.Log(r.Ratio)));
        var worst = rows.MaxBy(r => r.Ratio)!;
        yield return $"Issued instructions: {Number(mean)} of Triton's in the geometric mean of {rows.Count} rows, {Number(worst.Ratio)} in the worst ({worst.Shape}, {worst.Triton.Name}). Rows in which ours is no worse:";
        yield return $"wavefronts {Count(f => f.Counters.Wavefronts)}, load sectors {Count(f => f.Counters.LoadSectors)}, store sectors {Count(f => f.Counters.StoreSectors)}, "
            + $"SASS an HMMA {Count(f => (double)(f.Loop.Instructions - f.Loop.Seldom) / Math.Max(1, f.Loop.MatrixInstructions))}, blocks an SM {rows.Count(r => r.Ours.Resident(device) >= r.Triton.Resident(device))}. "
            + $"Without bank conflicts: {rows.Count(r => r.Ours.Counters.ExcessWavefronts == 0)}; with full store sectors: {rows.Count(r => Fullness(r.Ours) > 0.9999)}; spilling: {rows.Count(r => r.Ours.Spills > 0)}.";

        int Count(Func<KernelFacts, double> cost) => rows.Count(r => cost(r.Ours) <= cost(r.Triton) * (1 + 1e-9));
    }

    private static string Title(KernelFacts kernel) =>
        FormattableString.Invariant($"{kernel.Name.Replace("|", "\\|", StringComparison.Ordinal)}, {kernel.Threads / 32} warps, {kernel.Counters.Blocks} blocks");

    private static string Block(KernelFacts kernel) => FormattableString.Invariant(
        $"{kernel.Name}: {kernel.Counters.Blocks} blocks, {kernel.Counters.LongestBlock / 1e3:0.0} k, {(kernel.Counters.LoadBytes + kernel.Counters.StoreBytes) / 1024.0 / kernel.Counters.Blocks:0} KiB");

    private static string Both(Comparison row, Func<KernelFacts, string> text) => $"{text(row.Ours)} / {text(row.Triton)}";

    private static string Stores(KernelFacts kernel) =>
        Thousands(kernel.Counters.StoreSectors) + (Fullness(kernel) > 0.9999 ? "" : FormattableString.Invariant($" ({Fullness(kernel):0%} full)"));

    private static double Fullness(KernelFacts kernel) => kernel.Counters.StoreBytes / Math.Max(1, 32.0 * kernel.Counters.StoreSectors);

    private static string Thousands(long count) => FormattableString.Invariant($"{count / 1e3:0.0}");

    private static string Number(double value) => FormattableString.Invariant($"{value:0.00}");

    private static string Whole(double value) => FormattableString.Invariant($"{value:0.#}");
}
