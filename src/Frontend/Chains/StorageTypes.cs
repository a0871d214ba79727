using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>The types that operands are multiplied in, and in which results are stored where they go to memory.</summary>
public static class StorageTypes
{
    /// <summary>The widest float type that the graph's inputs are read in: f16 or bf16 if all of them are, else f32.</summary>
    public static DataType OperandType(OperatorGraph graph) =>
        Widest(graph.Inputs, graph.Definitions.SelectMany(d => d.Value.TensorsRead()));

    /// <summary>The widest float type of the inputs that a contraction multiplies; of all inputs if it multiplies none.</summary>
    public static DataType OperandType(Contraction contraction, OperatorChain chain)
    {
        var factors = contraction.TensorsRead().ToList();
        var isDirect = chain.Inputs.Any(t => t.Type.IsFloat() && factors.Contains(t.Name));
        return Widest(chain.Inputs, isDirect ? factors : chain.Inputs.Select(t => t.Name));
    }

    /// <summary>
    /// What a step is stored as if it goes to memory: as declared if the graph puts it out, truth values as such; in the operand type what
    /// a contraction or softmax makes, scaled or not, and what contractions alone read as it is, since it is rounded to it there anyway.
    /// Other values (a masked logit of -1e9, a sum of squares) may need the range of f32.
    /// </summary>
    internal static DataType Stored(StepGraph graph, int step)
    {
        var target = graph.Steps[step].Target;
        if (graph.IsGraphOutput(step) || target.Type == DataType.Bool) return target.Type;
        var isOperand = graph.OutOf[step].All(e => IsFactor(target.Name, graph.Steps[e.Consumer]));
        return isOperand || IsResult(graph, step) ? graph.OperandType : DataType.F32;
    }

    private static bool IsResult(StepGraph graph, int step) => graph.Steps[step] switch
    {
        Contraction or SoftmaxStep => true,
        ElementwiseMap map => IsScaled(map.Value) && graph.Into[step] is [var only] && IsResult(graph, only.Producer),
        _ => false,
    };

    private static bool IsScaled(Expression value) => value switch
    {
        TensorRead => true,
        Unary(UnaryOperator.Negate, var x) => IsScaled(x),
        Binary(BinaryOperator.Multiply, var x, var y) => (IsScaled(x) && !y.TensorsRead().Any()) || (IsScaled(y) && !x.TensorsRead().Any()),
        Binary(BinaryOperator.Divide, var x, var y) => IsScaled(x) && !y.TensorsRead().Any(),
        _ => false,
    };

    private static bool IsFactor(string tensor, ChainStep reader) =>
        reader is Contraction && reader.Operands.All(o => o is TensorRead || !o.TensorsRead().Contains(tensor));

    private static DataType Widest(IEnumerable<Tensor> inputs, IEnumerable<string> read)
    {
        var names = read.ToHashSet();
        var types = inputs.Where(t => t.Type.IsFloat() && names.Contains(t.Name)).Select(t => t.Type).Distinct().ToList();
        return types is [var only] ? only : DataType.F32;
    }
}
