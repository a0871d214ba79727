using System.CommandLine;
using MCFuser.Cli.Json;
using MCFuser.Cli.Options;
using MCFuser.Cli.Text;
using MCFuser.Codegen.Interpreter;
using MCFuser.Compiler;
using MCFuser.Compiler.Running;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Cli.Commands;

/// <summary>Compiles a graph, runs it here, and says how long it took and whether it is right.</summary>
internal sealed class RunCommand : Command
{
    private readonly GraphOptions _graph = new();

    private readonly SearchOptionGroup _search = new(measures: false);

    private readonly CudaCompilerOptions _cuda = new();

    private readonly Option<string[]> _inputs = new("--input") { HelpName = "NAME=FILE.npy", Description = "Read an input from a file; others are random." };

    private readonly Option<string[]> _outputs = new("--output") { HelpName = "NAME=FILE.npy", Description = "Write an output to a file." };

    private readonly Option<bool> _check = new("--check") { Description = "Compare the outputs with an interpreter in double precision." };

    private readonly Option<bool> _portable = new("--portable")
    {
        Description = "Run an operator after the other by ILGPU: slow, nothing is fused; a GPU needs its driver alone, no CUDA compiler.",
    };

    public RunCommand()
        : base("run", "Compile a graph, run it and time it against its unfused form.")
    {
        _graph.AddTo(this);
        _search.AddTo(this);
        _cuda.AddTo(this);
        foreach (var option in new Option[] { _inputs, _outputs, _check, _portable }) Add(option);
        SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, cancellation), cancellation));
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var checks = parsed.GetValue(_portable) ? RunPortable(parsed, cancellation) : RunCompiled(parsed, cancellation);
        return checks.All(c => c is null or { Passed: true }) ? ExitCode.Success : ExitCode.CheckFailed;
    }

    private IEnumerable<CheckResult?> RunCompiled(ParseResult parsed, CancellationToken cancellation)
    {
        var results = Results(parsed, cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (_graph.Json(parsed)) JsonOutput.Write(output, RunJson.Of(results), JsonOutput.Default.RunJson);
        else RunText.Write(output, results);
        return results.Select(r => r.Check);
    }

    private IReadOnlyList<RunResult> Results(ParseResult parsed, CancellationToken cancellation)
    {
        using var progress = ProgressText.On(parsed.InvocationConfiguration.Error);
        var options = Compilation(parsed, progress);
        return RunSession.RunAll(Pipeline.Read(_graph.Path(parsed), options), options, Files(parsed, options), cancellation);
    }

    private IEnumerable<CheckResult?> RunPortable(ParseResult parsed, CancellationToken cancellation)
    {
        using var progress = ProgressText.On(parsed.InvocationConfiguration.Error);
        var options = Compilation(parsed, progress);
        var graphs = Pipeline.Read(_graph.Path(parsed), options);
        using var device = PortablePath.Open(options);
        var results = PortableSession.RunAll(graphs, device, Files(parsed, options), cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (_graph.Json(parsed)) JsonOutput.Write(output, PortableJson.Of(results, options.Target), JsonOutput.Default.PortableJson);
        else PortableText.Write(output, results);
        return results.Select(r => r.Check);
    }

    private CompilationOptions Compilation(ParseResult parsed, ProgressText progress) => _search.Read(parsed, _graph.Read(parsed), progress) with { Cuda = _cuda.Read(parsed) };

    private RunOptions Files(ParseResult parsed, CompilationOptions options) => new()
    {
        Seed = options.Search.Seed,
        Inputs = Assignments.Files(_inputs.Name, parsed.GetValue(_inputs) ?? []),
        Outputs = Assignments.Files(_outputs.Name, parsed.GetValue(_outputs) ?? []),
        Check = parsed.GetValue(_check),
    };
}
