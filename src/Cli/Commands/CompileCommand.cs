using System.CommandLine;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Cli.Text;
using MCFuser.Compiler;

namespace MCFuser.Cli.Commands;

/// <summary>Compiles a graph to kernel packages in a folder.</summary>
internal sealed class CompileCommand : Command
{
    private readonly GraphOptions _graph = new();

    private readonly SearchOptionGroup _search = new(measures: false);

    private readonly Option<string> _folder = new("-o") { HelpName = "DIR", Required = true, Description = "The folder for the packages and graph.json." };

    private readonly CudaCompilerOptions _cuda = new();

    public CompileCommand()
        : base("compile", "Compile a graph to kernel packages.")
    {
        _graph.AddTo(this);
        _search.AddTo(this);
        Add(_folder);
        _cuda.AddTo(this, emits: true);
        SetAction((parsed, cancellation) => Task.Run(() => Compile(parsed, cancellation), cancellation));
    }

    private void Compile(ParseResult parsed, CancellationToken cancellation)
    {
        var compilations = CompiledGraphs.Of(parsed, _graph, _search, _cuda, cancellation);
        var folder = parsed.GetRequiredValue(_folder);
        var packages = GraphPackager.Write(folder, compilations, _cuda.Read(parsed), cancellation);

        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        foreach (var warning in packages.SelectMany(p => p.Cuda?.Diagnostics ?? [])) error.WriteLine(warning);
        if (_graph.Json(parsed)) JsonOutput.Write(output, CompileJson.Of(compilations, packages), JsonOutput.Default.CompileJson);
        else foreach (var package in packages) output.WriteLine(CompileText.Line(package));
    }
}
