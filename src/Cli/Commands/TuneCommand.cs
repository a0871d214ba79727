using System.CommandLine;
using System.Text.Json;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Cli.Text;
using MCFuser.Compiler;
using MCFuser.Compiler.Measuring;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Cli.Commands;

/// <summary>Searches the schedules of a graph's kernels, measuring candidates here; when cancelled it keeps the best so far.</summary>
internal sealed class TuneCommand : Command
{
    private readonly GraphOptions _graph = new();

    private readonly SearchOptionGroup _search = new(measures: true);

    private readonly CudaCompilerOptions _cuda = new();

    private readonly Option<string?> _records = new("-o") { HelpName = "FILE.json", Description = "Write everything that was measured to a file." };

    public TuneCommand()
        : base("tune", "Search the schedules of a graph, or of a suite (paper), by measuring.")
    {
        _graph.AddTo(this);
        _search.AddTo(this);
        _cuda.AddTo(this);
        Add(_records);
        SetAction((parsed, cancellation) => Task.Run(() => (int)Tune(parsed, cancellation), CancellationToken.None));
    }

    private ExitCode Tune(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var file = parsed.GetValue(_records);
        if (file is not null) ResultFile.RequireFolder(file);
        using var progress = ProgressText.On(error);
        var options = _search.Read(parsed, _graph.Read(parsed), progress) with { Cuda = _cuda.Read(parsed) };
        if (options.Measures && Measurers.Obstacle(TargetDevice.Find(options)) is { } obstacle)
            error.WriteLine($"mcfuser: candidates are not measured, the model chooses: {obstacle}");
        var done = new List<Compilation>();
        foreach (var graph in _graph.GraphsOrSuite(parsed, options))
        {
            if (cancellation.IsCancellationRequested) break;
            done.Add(Pipeline.Compile(graph, options, cancellation));
            progress.Clear();
            if (!_graph.Json(parsed)) TuneText.Write(output, done[^1]);
        }

        var records = TuneJson.Of(done, options.Search.Seed);
        if (_graph.Json(parsed)) JsonOutput.Write(output, records, JsonOutput.Default.TuneJson);
        if (file is not null) ResultFile.Write(file, stream => JsonSerializer.Serialize(stream, records, JsonOutput.Default.TuneJson));
        if (!cancellation.IsCancellationRequested) return ExitCode.Success;
        error.WriteLine("mcfuser: cancelled; this is the best so far");
        return ExitCode.Cancelled;
    }
}
