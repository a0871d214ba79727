using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>The types in which results are stored where they go to memory.</summary>
public static class StorageTypes
{
    /// <summary>The widest float type that the graph's inputs are read in: f16 or bf16 if all of them are, else f32.</summary>
    public static DataType OperandType(OperatorGraph graph)
    {
        var read = graph.Definitions.SelectMany(d => d.Value.SelfAndDescendants()).OfType<TensorRead>().Select(r => r.Tensor).ToHashSet();
        var types = graph.Inputs.Where(t => t.Type.IsFloat() && read.Contains(t.Name)).Select(t => t.Type).Distinct().ToList();
        return types is [var only] ? only : DataType.F32;
    }

    /// <summary>
    /// What a step is stored as if it goes to memory: as declared if the graph puts it out, truth values as such, a result that a
    /// contraction or softmax makes or that contractions alone read as it is in the operand type, since it is rounded to it there anyway.
    /// </summary>
    internal static DataType Stored(StepGraph graph, int step)
    {
        var target = graph.Steps[step].Target;
        if (graph.IsGraphOutput(step) || target.Type == DataType.Bool) return target.Type;
        var readers = graph.OutOf[step].Select(e => graph.Steps[e.Consumer]);
        return graph.Steps[step] is Contraction or SoftmaxStep || readers.All(r => IsFactor(target.Name, r)) ? graph.OperandType : DataType.F32;
    }

    private static bool IsFactor(string tensor, ChainStep reader) =>
        reader is Contraction && reader.Operands.All(o => o is TensorRead || !o.TensorsRead().Contains(tensor));
}
