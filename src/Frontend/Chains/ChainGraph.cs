using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>What a kernel computes, as a graph: for the interpreter, and to divide a kernel into its unfused form.</summary>
public static class ChainGraph
{
    /// <summary>A graph with the chain's name, inputs and outputs, and a definition for every step.</summary>
    public static OperatorGraph Of(OperatorChain chain) => new(
        chain.Name,
        chain.Axes.Select(a => new Axis(a.Name, a.Extent)).ToEquatableArray(),
        chain.Inputs,
        chain.Steps.Select(s => new Definition(s.Target, Value(s), chain.Outputs.Contains(s.Target.Name))).ToEquatableArray());

    private static Expression Value(ChainStep step) => step switch
    {
        Contraction c => new Reduce(ReduceOperator.Sum, c.Reduced, Product(c.Operands)),
        Reduction r => new Reduce(r.Operator, r.Reduced, r.Value),
        SoftmaxStep s => new Softmax(s.Axis, s.Value),
        ElementwiseMap m => m.Value,
        _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
    };

    private static Expression Product(IEnumerable<Expression> factors) =>
        factors.Aggregate((x, y) => new Binary(BinaryOperator.Multiply, x, y));
}
