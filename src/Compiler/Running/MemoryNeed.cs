using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;

namespace MCFuser.Compiler.Running;

/// <summary>How many bytes the tensors of a run take, against those there are.</summary>
internal static class MemoryNeed
{
    public static double Inputs(OperatorGraph graph) => graph.Inputs.Sum(t => graph.Shape(t).Aggregate((double)t.Type.Bytes(), (product, extent) => product * extent));

    public static double Written(Compilation compilation) => compilation.Written.Sum(t => t.Bytes);

    public static bool IsThere(double bytes) => bytes <= Available;

    /// <exception cref="DiagnosticException">There is not enough (exit 4).</exception>
    public static void Require(OperatorGraph graph, double bytes)
    {
        if (!IsThere(bytes)) throw CompilerErrors.OutOfMemory(graph, bytes, Available);
    }

    private static double Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
