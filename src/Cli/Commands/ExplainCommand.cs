using System.CommandLine;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Cli.Text.Explain;
using MCFuser.Compiler;

namespace MCFuser.Cli.Commands;

/// <summary>Says what the compiler makes of a graph, stage by stage, and runs nothing.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly GraphOptions _graph = new();

    public ExplainCommand()
        : base("explain", "Show the graph, its chains and verdicts, the schedule and the tile program.")
    {
        _graph.AddTo(this);
        SetAction(Explain);
    }

    private void Explain(ParseResult parsed)
    {
        var options = _graph.Read(parsed);
        var compilations = Pipeline.Read(_graph.Path(parsed), options).Select(g => Pipeline.Compile(g, options)).ToList();
        var output = parsed.InvocationConfiguration.Output;
        if (_graph.Json(parsed)) JsonOutput.Write(output, ExplainJson.Of(compilations), JsonOutput.Default.ExplainJson);
        else ExplainText.Write(output, compilations);
    }
}
