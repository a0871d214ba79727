using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Npy;

namespace MCFuser.Compiler.Running;

/// <summary>The inputs of a run: from files where one is named, random otherwise.</summary>
internal static class RunInputs
{
    /// <exception cref="DiagnosticException">A file names no input or is not what the input needs (exit 1).</exception>
    public static Dictionary<string, TensorData> Create(OperatorGraph graph, RunOptions options)
    {
        var names = graph.Inputs.Select(t => t.Name).ToList();
        foreach (var name in options.Inputs.Keys.Except(names)) throw CompilerErrors.UnknownInput(name, graph);
        return graph.Inputs.ToDictionary(t => t.Name, t => options.Inputs.TryGetValue(t.Name, out var file)
            ? NpyReader.Read(file, t.Name, t.Type, graph.Shape(t).ToEquatableArray())
            : RandomInputs.Create(graph, t, options.Seed));
    }
}
