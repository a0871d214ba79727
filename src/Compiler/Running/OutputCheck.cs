using MCFuser.Codegen.Interpreter;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;

namespace MCFuser.Compiler.Running;

/// <summary>Compares outputs with the interpreter's: all of them where that takes little time, else slices that meet every edge tile.</summary>
internal static class OutputCheck
{
    public static CheckResult Run(
        OperatorGraph graph, IReadOnlyDictionary<string, TensorData> inputs, IReadOnlyDictionary<string, TensorData> outputs, double tolerance, ulong seed,
        CancellationToken cancellation, IReadOnlyDictionary<string, long>? tiles = null)
    {
        var slice = SliceChooser.Choose(graph, SliceChooser.DefaultBudget, seed, tiles);
        return NumericCheck.Compare(outputs, GraphInterpreter.Evaluate(graph, inputs, slice, cancellation), tolerance);
    }
}
