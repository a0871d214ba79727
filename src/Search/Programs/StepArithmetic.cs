using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Search.Programs;

/// <summary>Some FLOPs for every element over some axes.</summary>
internal readonly record struct Arithmetic(double FlopsPerElement, int[] Axes);

/// <summary>
/// The FLOPs of a step: a contraction multiplies and adds its factors (2 for two), a reduction folds (1), a softmax takes the maximum, subtracts,
/// exponentiates, adds and divides (5), at each point of its loops; every operator in an operand counts 1 at each point of the operand's axes.
/// </summary>
internal static class StepArithmetic
{
    private const int SoftmaxFlops = 5;

    public static IEnumerable<Arithmetic> Of(ChainStep step, ChainAxes axes)
    {
        double own = step switch { Contraction contraction => contraction.Operands.Count, Reduction => 1, SoftmaxStep => SoftmaxFlops, _ => 0 };
        if (own > 0) yield return new Arithmetic(own, axes.Numbers(step.Loops));
        foreach (var operand in step.Operands)
        {
            var count = OperatorCount.Of(operand);
            if (count.Operators > 0) yield return new Arithmetic(count.Operators, axes.Numbers(operand.FreeAxes()));
        }
    }
}
