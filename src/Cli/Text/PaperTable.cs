using System.Globalization;
using MCFuser.Compiler.Benchmarks;
using MCFuser.Core.Devices;

namespace MCFuser.Cli.Text;

/// <summary>The benchmark of the paper's shapes as a page: what was measured, how, and how far that is from what is aimed at.</summary>
internal static class PaperTable
{
    private static readonly string[] _columns =
    [
        "shape", "MFLOP", "fused us", "unfused us", "ratio", "% of peak", "chosen", "search s", "samples", "rank correlation", "of repetition", "tuned / best", "model / best",
    ];

    public static void Write(TextWriter output, DeviceSpec device, IReadOnlyList<PaperRow> rows)
    {
        output.WriteLine("## The shapes of the paper on the CPU");
        output.WriteLine();
        output.WriteLine($"Written by `./mcfuser bench paper`, all operands f32, on {DeviceText.Line(device)}.");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"The peak is what a loop of multiply-adds in registers reaches on all threads: {rows[0].Peak / 1e9:0} GFLOP/s, the best seen before or after any of the shapes."));
        output.WriteLine("Times are the fastest of interleaved runs. Fused is one kernel, unfused a kernel for each contraction and softmax of our own, after the same search: the ratio is");
        output.WriteLine("over our own unfused form, not over another library.");
        output.WriteLine("`search s` is the whole measured search of the fused kernel. The model is judged on stratified, seeded candidates: Spearman's rank correlation of its estimates with");
        output.WriteLine("measurements, beside that of the measurements with their repetition; then the time of what the search chose, and of what the model alone would choose, over the best of the");
        output.WriteLine("samples.");
        output.WriteLine();
        output.WriteLine($"| {string.Join(" | ", _columns)} |");
        output.WriteLine($"|{string.Concat(_columns.Select(_ => "---|"))}");
        foreach (var row in rows) output.WriteLine(Line(row));
    }

    public static string Line(PaperRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Shape} | {row.Flops / 1e6:0} | {row.FusedUs:0.#} | {row.UnfusedUs:0.#} | {row.Ratio:0.00} | {100 * row.ShareOfPeak:0} | `{row.Choice}` | {row.SearchSeconds:0.0} ")
        + string.Create(
            CultureInfo.InvariantCulture, $"| {row.Model.Samples} | {row.Model.Correlation:0.00} | {row.Model.Repeat:0.00} | {row.Model.Tuned:0.00} | {row.Model.Untuned:0.00} |");
}
