using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>Counts over a chain's axes; an extent that is a symbol counts as the largest that it may be.</summary>
public static class ChainSizes
{
    /// <summary>Floating-point operations: a multiplication and an addition for every point of the loops.</summary>
    public static double Flops(this OperatorChain chain, Contraction contraction) => 2 * chain.Points(contraction.Loops);

    /// <summary>The size of a tensor of the chain in memory.</summary>
    public static double Bytes(this OperatorChain chain, Tensor tensor) => tensor.Type.Bytes() * chain.Points(tensor.Axes);

    private static double Points(this OperatorChain chain, IEnumerable<string> axes) =>
        axes.Aggregate(1.0, (product, axis) => product * chain.FindAxis(axis).Extent.Upper());
}
