using System.CommandLine;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Cli.Text.Explain;

namespace MCFuser.Cli.Commands;

/// <summary>Says what the compiler makes of a graph, stage by stage, and runs nothing.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly GraphOptions _graph = new();

    private readonly SearchOptionGroup _search = new(measures: false);

    private readonly CudaCompilerOptions _cuda = new();

    public ExplainCommand()
        : base("explain", "Show the graph, its chains and verdicts, the schedule and the tile program.")
    {
        _graph.AddTo(this);
        _search.AddTo(this);
        _cuda.AddTo(this);
        SetAction((parsed, cancellation) => Task.Run(() => Explain(parsed, cancellation), cancellation));
    }

    private void Explain(ParseResult parsed, CancellationToken cancellation)
    {
        var compilations = CompiledGraphs.Of(parsed, _graph, _search, _cuda, cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (_graph.Json(parsed)) JsonOutput.Write(output, ExplainJson.Of(compilations), JsonOutput.Default.ExplainJson);
        else ExplainText.Write(output, compilations);
    }
}
