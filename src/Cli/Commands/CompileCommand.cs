using System.CommandLine;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Compiler;

namespace MCFuser.Cli.Commands;

/// <summary>Compiles a graph to kernel packages in a folder.</summary>
internal sealed class CompileCommand : Command
{
    private readonly GraphOptions _graph = new();

    private readonly SearchOptionGroup _search = new(measures: false);

    private readonly Option<string> _folder = new("-o") { HelpName = "DIR", Required = true, Description = "The folder for the packages and graph.json." };

    public CompileCommand()
        : base("compile", "Compile a graph to kernel packages.")
    {
        _graph.AddTo(this);
        _search.AddTo(this);
        Add(_folder);
        SetAction((parsed, cancellation) => Task.Run(() => Compile(parsed, cancellation), cancellation));
    }

    private void Compile(ParseResult parsed, CancellationToken cancellation)
    {
        var compilations = CompiledGraphs.Of(parsed, _graph, _search, cancellation);
        var folder = parsed.GetRequiredValue(_folder);
        GraphPackager.Write(folder, compilations);

        var output = parsed.InvocationConfiguration.Output;
        if (_graph.Json(parsed)) JsonOutput.Write(output, CompileJson.Of(folder, compilations), JsonOutput.Default.CompileJson);
        else foreach (var kernel in compilations.SelectMany(c => c.Kernels)) output.WriteLine($"{Path.Combine(folder, kernel.Chain.Name)}: {kernel.Schedule}");
    }
}
