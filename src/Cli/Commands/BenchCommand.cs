using System.CommandLine;
using System.Text;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Cli.Text;
using MCFuser.Compiler;
using MCFuser.Compiler.Benchmarks;
using MCFuser.Compiler.Suites;

namespace MCFuser.Cli.Commands;

/// <summary>Measures a suite on the CPU at hand and writes its section of docs/performance.md.</summary>
internal sealed class BenchCommand : Command
{
    private const string Section = "mcfuser bench paper";

    private readonly Argument<string> _suite = new("SUITE") { Description = "The suite: paper." };

    private readonly Option<string[]> _shapes = new("--shape") { HelpName = "NAME", Description = "Only this shape; may be given several times." };

    private readonly Option<string?> _page = new("-o") { HelpName = "FILE.md", Description = "The page with the section; of a checkout's whole suite docs/performance.md." };

    private readonly Option<int> _samples = new("--samples") { HelpName = "N", DefaultValueFactory = _ => 64, Description = "Candidates of a shape that the model is judged on." };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };

    public BenchCommand()
        : base("bench", "Measure the shapes of the paper on the CPU: fused, unfused, peak, model.")
    {
        _suite.AcceptOnlyFromAmong([.. Suite.Names]);
        _shapes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>().Except(PaperBench.Shapes.Select(s => s.Name)).FirstOrDefault() is { } unknown)
                result.AddError($"the suite has no shape '{unknown}'");
        });
        _samples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 2) result.AddError("--samples takes a whole number from 2 on");
        });
        Add(_suite);
        foreach (var option in new Option[] { _shapes, _page, _samples, _json }) Add(option);
        SetAction((parsed, cancellation) => Task.Run(() => Bench(parsed, cancellation), cancellation));
    }

    private void Bench(ParseResult parsed, CancellationToken cancellation)
    {
        var shapes = parsed.GetValue(_shapes) is { Length: > 0 } names ? PaperBench.Shapes.Where(s => names.Contains(s.Name)).ToList() : [.. PaperBench.Shapes];
        var page = parsed.GetValue(_page) ?? (shapes.Count == PaperBench.Shapes.Count ? Checkout.PerformancePage : null);
        if (page is not null) ResultFile.RequireFolder(page);
        var options = new PaperBenchOptions { Samples = parsed.GetValue(_samples) };
        if (options.Samples < new PaperBenchOptions().Samples) options = options with { ManySamples = options.Samples };
        var rows = new List<PaperRow>();
        foreach (var shape in shapes)
        {
            rows.Add(PaperBench.Run(shape, options, cancellation));
            parsed.InvocationConfiguration.Error.WriteLine(PaperTable.Line(rows[^1]));
        }

        // The machine has one peak: the best that was seen of it at any time.
        var peak = rows.Max(r => r.Peak);
        rows = [.. rows.Select(r => r with { Peak = peak })];
        var (device, output) = (TargetDevice.Find(new CompilationOptions()), parsed.InvocationConfiguration.Output);
        using var text = new StringWriter { NewLine = "\n" };
        PaperTable.Write(text, device, rows);
        if (parsed.GetValue(_json)) JsonOutput.Write(output, new BenchJson(JsonOutput.Schema, Suite.Paper, device.Name, rows.Select(BenchShapeJson.Of)), JsonOutput.Default.BenchJson);
        else output.Write(text);
        if (page is null) return;
        var content = MarkedSection.Replace(File.Exists(page) ? File.ReadAllText(page) : "# Performance", Section, text.ToString());
        ResultFile.Write(page, stream => stream.Write(Encoding.UTF8.GetBytes(content)));
        parsed.InvocationConfiguration.Error.WriteLine($"mcfuser: wrote {page}");
    }
}
