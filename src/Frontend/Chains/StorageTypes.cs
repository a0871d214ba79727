using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>The types that operands are multiplied in, and in which results are stored where they go to memory.</summary>
public static class StorageTypes
{
    /// <summary>The widest float type that the graph's inputs are read in: f16 or bf16 if all of them are, else f32.</summary>
    public static DataType OperandType(OperatorGraph graph) => Widest(graph.Inputs, graph.Definitions.SelectMany(d => d.Value.TensorsRead()));

    /// <summary>The widest float type of the inputs that a contraction multiplies; of all inputs of the chain if it multiplies none directly.</summary>
    public static DataType OperandType(Contraction contraction, OperatorChain chain)
    {
        var direct = contraction.TensorsRead().ToList();
        return Widest(chain.Inputs, chain.Inputs.Any(t => t.Type.IsFloat() && direct.Contains(t.Name)) ? direct : chain.Inputs.Select(t => t.Name));
    }

    /// <summary>
    /// What a step is stored as if it goes to memory: as declared if the graph puts it out, truth values as such, a result that a
    /// contraction or softmax makes or that contractions alone read as it is in the operand type, since it is rounded to it there anyway.
    /// </summary>
    internal static DataType Stored(StepGraph graph, int step)
    {
        var target = graph.Steps[step].Target;
        if (graph.IsGraphOutput(step) || target.Type == DataType.Bool) return target.Type;
        var isOperand = graph.OutOf[step].All(e => IsFactor(target.Name, graph.Steps[e.Consumer]));
        return isOperand || graph.Steps[step] is Contraction or SoftmaxStep ? graph.OperandType : DataType.F32;
    }

    private static bool IsFactor(string tensor, ChainStep reader) =>
        reader is Contraction && reader.Operands.All(o => o is TensorRead || !o.TensorsRead().Contains(tensor));

    private static DataType Widest(IEnumerable<Tensor> inputs, IEnumerable<string> read)
    {
        var names = read.ToHashSet();
        return inputs.Where(t => t.Type.IsFloat() && names.Contains(t.Name)).Select(t => t.Type).Distinct().ToList() is [var only] ? only : DataType.F32;
    }
}
