using MCFuser.Core.Expressions;

namespace MCFuser.Core.Chains;

/// <summary>
/// The axes of a chain that must stay whole (one tile): those that a step reduces and that a later step, which needs the finished
/// reduction, loops over again. A softmax whose result only enters sums over its axis as a factor is exempt: it is computed online.
/// </summary>
public static class WholeAxes
{
    public static EquatableArray<string> Of(OperatorChain chain) => Of(chain.Steps, chain.Outputs);

    /// <param name="steps">The steps in data-flow order.</param>
    /// <param name="outputs">The names of the steps that are written to memory.</param>
    public static EquatableArray<string> Of(IReadOnlyList<ChainStep> steps, IReadOnlyList<string> outputs) =>
        steps.SelectMany(step => step.Reduced.Where(axis => MustStayWhole(step, axis, steps, outputs))).Distinct().ToEquatableArray();

    /// <summary>Whether a softmax can be computed while its axis is tiled: its unscaled values only enter sums, which can be rescaled.</summary>
    public static bool IsOnline(SoftmaxStep softmax, OperatorChain chain) => OnlineUses(softmax, softmax.Axis, chain.Steps, chain.Outputs) is not null;

    private static bool MustStayWhole(ChainStep step, string axis, IReadOnlyList<ChainStep> steps, IReadOnlyList<string> outputs)
    {
        List<ChainStep> exempt = [];
        if (step is SoftmaxStep)
        {
            if (OnlineUses(step, axis, steps, outputs) is not { } uses) return true;
            exempt = uses;
        }

        return Downstream(step, steps).Any(later => later.Loops.Contains(axis) && !exempt.Contains(later));
    }

    /// <summary>The maps and sums through which a softmax passes, or null if something else reads it.</summary>
    private static List<ChainStep>? OnlineUses(ChainStep step, string axis, IReadOnlyList<ChainStep> steps, IReadOnlyList<string> outputs)
    {
        var name = step.Target.Name;
        if (outputs.Contains(name)) return null;
        var uses = new List<ChainStep>();
        foreach (var reader in steps.Where(s => Reads(s, name)))
        {
            if (reader.Operands.Count(o => Reads(o, name)) != 1 || !reader.Operands.Any(o => IsLinear(o, name))) return null;
            uses.Add(reader);
            if (reader is Contraction or Reduction { Operator: ReduceOperator.Sum } && reader.Reduced.Contains(axis)) continue;
            if (reader is not ElementwiseMap || OnlineUses(reader, axis, steps, outputs) is not { } further) return null;
            uses.AddRange(further);
        }

        return uses;
    }

    private static bool IsLinear(Expression expression, string tensor) => expression switch
    {
        TensorRead read => read.Tensor == tensor,
        Unary(UnaryOperator.Negate, var x) => IsLinear(x, tensor),
        Binary(BinaryOperator.Multiply, var x, var y) => (IsLinear(x, tensor) && !Reads(y, tensor)) || (IsLinear(y, tensor) && !Reads(x, tensor)),
        Binary(BinaryOperator.Divide, var x, var y) => IsLinear(x, tensor) && !Reads(y, tensor),
        _ => false,
    };

    private static IEnumerable<ChainStep> Downstream(ChainStep step, IReadOnlyList<ChainStep> steps)
    {
        var reached = new HashSet<string> { step.Target.Name };
        return steps.Where(s => s.Operands.SelectMany(o => o.TensorsRead()).Any(reached.Contains) && reached.Add(s.Target.Name));
    }

    private static bool Reads(ChainStep step, string tensor) => step.Operands.Any(o => Reads(o, tensor));

    private static bool Reads(Expression expression, string tensor) => expression.TensorsRead().Contains(tensor);
}
