using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Chains;

namespace MCFuser.Portable.Programs;

/// <summary>The operators of a graph, one after the other: contractions, maps and reductions; a softmax becomes two reductions and a map.</summary>
internal static class OperatorList
{
    public static IEnumerable<ChainStep> Of(OperatorGraph graph) => StepNormalizer.Normalize(graph).SelectMany(s => s is SoftmaxStep softmax ? Split(softmax) : [s]);

    /// <summary>A row of nothing but −inf becomes 0.</summary>
    private static IEnumerable<ChainStep> Split(SoftmaxStep softmax)
    {
        // No name of a graph ends like these.
        var rows = softmax.Target with { Type = Core.DataType.F32, Axes = [.. softmax.Target.Axes.Where(a => a != softmax.Axis)] };
        var (largest, sum) = (rows with { Name = rows.Name + ".max" }, rows with { Name = rows.Name + ".sum" });
        var power = new Unary(UnaryOperator.Exp, new Binary(BinaryOperator.Subtract, softmax.Value, Read(largest)));
        var isEmpty = new Compare(CompareOperator.Equal, Read(largest), new Number(double.NegativeInfinity));
        yield return new Reduction(largest, ReduceOperator.Max, [softmax.Axis], softmax.Value);
        yield return new Reduction(sum, ReduceOperator.Sum, [softmax.Axis], power);
        yield return new ElementwiseMap(softmax.Target, new Select(isEmpty, new Number(0), new Binary(BinaryOperator.Divide, power, Read(sum))));
    }

    private static TensorRead Read(Tensor tensor) => new(tensor.Name, [.. tensor.Axes.Select(a => new IndexAxis(a))]);
}
