using System.CommandLine;
using MCFuser.Cli.Text;
using MCFuser.Compiler;
using MCFuser.Compiler.Cuda;

namespace MCFuser.Cli.Options;

/// <summary>The graphs of a command's file, compiled as its options say; searches that measure report their progress.</summary>
internal static class CompiledGraphs
{
    /// <exception cref="OperationCanceledException">The command was cancelled.</exception>
    public static IReadOnlyList<Compilation> Of(ParseResult parsed, GraphOptions graph, SearchOptionGroup search, CudaCompilerOptions cuda, CancellationToken cancellation)
    {
        using var progress = ProgressText.On(parsed.InvocationConfiguration.Error);
        var options = search.Read(parsed, graph.Read(parsed), progress) with { Cuda = Searched(cuda.Read(parsed)) };
        var compilations = Pipeline.Read(graph.Path(parsed), options).Select(g => Pipeline.Compile(g, options, cancellation)).ToList();
        cancellation.ThrowIfCancellationRequested();
        return compilations;
    }

    /// <summary>Candidates that are measured need machine code, whatever is written in the end.</summary>
    private static CudaOptions Searched(CudaOptions options) => options with { Emit = null };
}
