using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;

namespace MCFuser.Compiler.Running;

/// <summary>How many bytes the tensors of a run take, against those there are.</summary>
internal static class MemoryNeed
{
    private static double Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The inputs once, and what each form of the graph writes.</summary>
    public static double Of(params ReadOnlySpan<Compilation> forms)
    {
        var graph = forms[0].Graph;
        var bytes = graph.Inputs.Sum(t => Bytes(graph, t));
        foreach (var form in forms) bytes += form.Written.Sum(t => t.Bytes);
        return bytes;
    }

    /// <summary>The inputs and outputs of a graph.</summary>
    public static double Of(OperatorGraph graph) => graph.Inputs.Concat(graph.Outputs.Select(d => d.Target)).Sum(t => Bytes(graph, t));

    public static bool IsThere(double bytes) => bytes <= Available;

    /// <exception cref="DiagnosticException">There is not enough (exit 4).</exception>
    public static void Require(OperatorGraph graph, double bytes)
    {
        if (!IsThere(bytes)) throw CompilerErrors.OutOfMemory(graph, bytes, Available);
    }

    private static double Bytes(OperatorGraph graph, Tensor tensor) =>
        graph.Shape(tensor).Aggregate((double)tensor.Type.Bytes(), (product, extent) => product * extent);
}
