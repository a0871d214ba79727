using System.Globalization;
using System.Text.Json.Nodes;

namespace MCFuser.Bench.GpuReport;

/// <summary>The section of docs/performance.md about a GPU.</summary>
internal sealed class GpuSection(GpuResults results)
{
    private const string Ours = "mcfuser";

    public IEnumerable<string> Lines() => [.. Head(), .. Comparison(), .. Correctness(), .. Tuning(), .. Model()];

    private IEnumerable<string> Head()
    {
        yield return "## On a GPU";
        yield return "";
        yield return $"Written by `bench/gpu/report.sh` from what `bench/gpu/run.sh` measured, commit {results.Commit}.";
        if (results.Machine is { } machine && machine["gpu"] is not null)
            yield return $"{Text(machine, "gpu")}, driver {Text(machine, "driver")}, PyTorch {Text(machine, "torch")}, Triton {Text(machine, "triton")}, CUDA {Text(machine, "cuda")}.";
    }

    private IEnumerable<string> Comparison()
    {
        if (results.Comparison is not { } file) yield break;
        var rows = GpuResults.Rows(file).Select(r => new Row(r)).ToList();
        yield return "";
        yield return "Microseconds a run, the median of replays of a CUDA graph of 20 copies, all in one Python process on one stream; operands in f16, fresh and random; every result was checked first. "
            + "The best peer is the fastest, L2 warm, of preallocated cuBLAS calls, `torch.compile` with max-autotune and its two-GEMM fusion, cuDNN, flash and efficient attention, FlexAttention and Triton "
            + $"kernels written by hand. A kernel that does nothing takes {Microseconds(file["emptyKernel"]?["warm"]?["medianUs"])}.";
        yield return "";
        yield return "| shape | ours | best peer | ratio | L2 flushed: ours | best peer | ratio | tiling | the best peer |";
        yield return "|---|---|---|---|---|---|---|---|---|";
        foreach (var row in rows) yield return row.Line();
        foreach (var (name, letter) in new[] { ("GEMM chains", 'g'), ("attention", 's') })
        {
            var ratios = rows.Where(r => r.Shape[0] == letter).Select(r => r.Warm.Ratio).OfType<double>().ToList();
            if (ratios.Count == 0) continue;
            yield return "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Over {ratios.Count} {name}, L2 warm: {Math.Exp(ratios.Average(Math.Log)):0.00}x of the best peer in the geometric mean, from {ratios.Min():0.00}x to {ratios.Max():0.00}x.");
        }

        if (file["stoppedBefore"] is { } stopped) yield return $"\nThe time was up before {stopped}.";
    }

    private IEnumerable<string> Correctness()
    {
        var rows = GpuResults.Rows(results.Correctness).ToList();
        if (rows.Count == 0) yield break;
        var failed = rows.Where(r => Exit(r) != 0).ToList();
        yield return "";
        yield return $"Correctness: {rows.Count - failed.Count} of {rows.Count} runs passed (samples and shapes against the interpreter, odd extents, compute-sanitizer).";
        foreach (var row in failed) yield return $"- {Text(row, "name")}: exit {Exit(row)}: {LastLine(row)}";
    }

    private IEnumerable<string> Tuning()
    {
        var rows = GpuResults.Rows(results.Tuning).ToList();
        var done = rows.Where(r => Exit(r) == 0).Select(r => r["seconds"]!.GetValue<double>()).Order().ToList();
        if (done.Count == 0) yield break;
        yield return "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Tuning by measuring, the whole command with its start: {done.Count} of {rows.Count} chains, {done[done.Count / 2]:0.0} s in the median, {done[^1]:0.0} s at most.");
        foreach (var row in rows.Where(r => Exit(r) != 0)) yield return $"- {Text(row, "name")}: exit {Exit(row)}: {LastLine(row)}";
    }

    private IEnumerable<string> Model()
    {
        var rows = GpuResults.Rows(results.Model).Where(r => Exit(r) == 0).ToList();
        if (rows.Count == 0) yield break;
        yield return "";
        yield return "The model's rank correlation (Spearman) with measurements of sampled candidates, beside that of two measurements:";
        yield return "";
        yield return "| shape | candidates | model | repeat |";
        yield return "|---|---|---|---|";
        foreach (var chain in rows.SelectMany(r => r["result"]!["chains"]!.AsArray().OfType<JsonNode>()))
        {
            var measured = chain["samples"]!.GetValue<int>() - chain["failed"]!.GetValue<int>();
            yield return string.Create(CultureInfo.InvariantCulture, $"| {Text(chain, "chain")} | {measured} | {Number(chain["correlation"])} | {Number(chain["repeat"])} |");
        }
    }

    private static int Exit(JsonNode row) => row["exit"]!.GetValue<int>();

    private static string Text(JsonNode node, string field) => node[field]?.ToString() ?? "unknown";

    private static string LastLine(JsonNode row) => (row["error"]?.ToString() ?? "").TrimEnd().Split('\n')[^1];

    private static string Number(JsonNode? value) => value is null ? "-" : value.GetValue<double>().ToString("0.00", CultureInfo.InvariantCulture);

    private static string Microseconds(JsonNode? value) => value is null ? "an unknown time" : $"{Number(value)} us";

    /// <summary>A shape with its times.</summary>
    private sealed class Row(JsonNode row)
    {
        public string Shape => Text(row, "shape");

        public Pair Warm => new(row, "warm");

        public Pair Flushed => new(row, "flushed");

        public string Line() => $"| {Shape} | {Warm} | {Flushed} | {row["tiling"]?.ToString() ?? row["failures"]?[Ours]?.ToString() ?? "-"} | {Warm.Best ?? "-"} |";
    }

    /// <summary>Our time beside the best peer's.</summary>
    private sealed record Pair
    {
        public Pair(JsonNode row, string kind)
        {
            var times = row["times"]!.AsObject().ToDictionary(t => t.Key, t => t.Value![kind]!["medianUs"]!.GetValue<double>());
            Own = times.TryGetValue(Ours, out var own) ? own : null;
            var peers = times.Where(t => t.Key != Ours).OrderBy(t => t.Value).ToList();
            if (peers.Count > 0) (Best, Peer) = (peers[0].Key, peers[0].Value);
        }

        public string? Best { get; }

        public double? Own { get; }

        public double? Peer { get; }

        /// <summary>How many times faster than the best peer.</summary>
        public double? Ratio => Peer / Own;

        public override string ToString() => $"{Format(Own)} | {Format(Peer)} | {(Ratio is { } ratio ? $"{Format(ratio)}x" : "-")}";

        private static string Format(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";
    }
}
