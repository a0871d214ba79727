using System.CommandLine;
using System.Globalization;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Cli.Text;
using MCFuser.Compiler;
using MCFuser.Compiler.Benchmarks;

namespace MCFuser.Cli.Commands;

/// <summary>Compares the performance model with measurements, for those who work on it.</summary>
internal sealed class CorrelateCommand : Command
{
    private readonly GraphOptions _graph = new();

    private readonly SearchOptionGroup _search = new(measures: false);

    private readonly CudaCompilerOptions _cuda = new();

    private readonly Option<int> _samples = new("--samples") { HelpName = "N", DefaultValueFactory = _ => 64, Description = "Candidates to measure." };

    public CorrelateCommand()
        : base("correlate", "Compare the performance model with measurements of sampled candidates.")
    {
        Hidden = true;
        _graph.AddTo(this);
        _search.AddTo(this);
        _cuda.AddTo(this);
        _samples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 2) result.AddError("--samples takes a whole number from 2 on");
        });
        Add(_samples);
        SetAction((parsed, cancellation) => Task.Run(() => Correlate(parsed, cancellation), cancellation));
    }

    private void Correlate(ParseResult parsed, CancellationToken cancellation)
    {
        using var progress = ProgressText.On(parsed.InvocationConfiguration.Error);
        var options = _search.Read(parsed, _graph.Read(parsed), progress) with { Cuda = _cuda.Read(parsed) };
        var reports = Pipeline.Read(_graph.Path(parsed), options).Select(g => ModelCorrelation.Run(g, options, parsed.GetValue(_samples), cancellation)).ToList();
        var output = parsed.InvocationConfiguration.Output;
        if (_graph.Json(parsed)) JsonOutput.Write(output, new CorrelateJson(JsonOutput.Schema, reports), JsonOutput.Default.CorrelateJson);
        else foreach (var report in reports) output.WriteLine(Line(report));
    }

    private static string Line(CorrelationReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Chain} on {report.Device}: rank correlation {report.Correlation:0.000} of {report.Samples - report.Failed} candidates, {report.Repeat:0.000} of two measurements");
}
