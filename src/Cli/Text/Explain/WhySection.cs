using System.Globalization;
using MCFuser.Compiler;
using MCFuser.Search.Estimates;
using MCFuser.Search.Tuning;

namespace MCFuser.Cli.Text.Explain;

/// <summary>Why the schedule of every kernel won: its terms beside the runner-up's, what the model alone would have chosen, and what was measured.</summary>
internal sealed class WhySection : IExplainSection
{
    public string Title => "why this one";

    public void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.Kernels)
        {
            var search = kernel.Search;
            output.WriteLine($"{kernel.Chain.Name}: {SearchText.Effort(search)}.");
            output.WriteLine($"  winner      {search.Winner.Candidate}: {SearchText.Times(search.Winner)}");
            if (search.RunnerUp is { } next) output.WriteLine($"  runner-up   {next.Candidate}: {SearchText.Times(next)}");
            WriteModelChoice(output, search);
            WriteTerms(output, search.Winner.Estimate, search.RunnerUp?.Estimate);
            WriteMeasured(output, search);
        }
    }

    private static void WriteModelChoice(TextWriter output, SearchResult search)
    {
        if (search.Measured.Count == 0) return;
        output.WriteLine(search.ModelChoice.Candidate == search.Winner.Candidate
            ? "  the model alone would have chosen the same"
            : $"  model alone {search.ModelChoice.Candidate}: {SearchText.Times(search.ModelChoice)}");
    }

    private static void WriteTerms(TextWriter output, Estimate winner, Estimate? next)
    {
        output.WriteLine($"  {winner.Model + " model",-20}{"winner",12}{(next is null ? "" : "runner-up"),12}");
        Line("total", winner.Microseconds, next?.Microseconds, "us", "");
        foreach (var term in winner.Terms) Line(term.Name, term.Value, next?.Find(term.Name)?.Value, term.Unit, term.Sentence);

        void Line(string name, double value, double? other, string unit, string sentence) => output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"  {name,-20}{Number(value),12}{(other is { } number ? Number(number) : ""),12} {unit,-3} {sentence}").TrimEnd());
    }

    private static void WriteMeasured(TextWriter output, SearchResult search)
    {
        if (search.Measured.Count == 0) return;
        output.WriteLine("  measured, the fastest first:");
        foreach (var record in search.Measured.GroupBy(r => r.Candidate).Select(g => g.Last()).OrderBy(r => r.Measurement!.Succeeded ? r.Microseconds : double.MaxValue))
            output.WriteLine($"    {record.Candidate}: {SearchText.Times(record)}");
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) < 1e6 ? "0.##" : "G4", CultureInfo.InvariantCulture);
}
