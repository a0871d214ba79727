using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Npy;

namespace MCFuser.Compiler.Running;

/// <summary>The files that the options of a run name.</summary>
internal static class RunFiles
{
    /// <exception cref="DiagnosticException">Files are given for several graphs (exit 1).</exception>
    public static void RequireOneGraph(IReadOnlyList<OperatorGraph> graphs, RunOptions run)
    {
        if (graphs.Count > 1 && run.Inputs.Count + run.Outputs.Count > 0) throw CompilerErrors.AmbiguousChain(graphs);
    }

    /// <exception cref="DiagnosticException">A file is for no output of the graph (exit 1).</exception>
    public static void RequireOutputs(OperatorGraph graph, RunOptions run)
    {
        foreach (var name in run.Outputs.Keys.Except(graph.Outputs.Select(d => d.Target.Name))) throw CompilerErrors.UnknownOutput(name, graph);
    }

    /// <exception cref="DiagnosticException">A file cannot be written (exit 1).</exception>
    public static void Write(IReadOnlyDictionary<string, TensorData> outputs, RunOptions run)
    {
        foreach (var (output, file) in run.Outputs) NpyWriter.Write(file, outputs[output]);
    }
}
