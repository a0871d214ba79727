using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Chains;

/// <summary>
/// The axes of a chain that must stay whole (one tile): those that a step reduces and that a later step, which needs the finished
/// reduction, loops over again. A softmax whose result only enters sums over its axis as a factor is exempt: it is computed online
/// (Milakov and Gimelshein, 2018).
/// </summary>
public static class WholeAxes
{
    public static EquatableArray<string> Of(OperatorChain chain) =>
        chain.Steps.SelectMany(step => step.Reduced.Where(axis => MustStayWhole(step, axis, chain))).Distinct().ToEquatableArray();

    private static bool MustStayWhole(ChainStep step, string axis, OperatorChain chain)
    {
        List<ChainStep> exempt = [];
        if (step is SoftmaxStep)
        {
            if (OnlineUses(step, axis, chain) is not { } uses) return true;
            exempt = uses;
        }

        return Downstream(step, chain).Any(later => later.Loops.Contains(axis) && !exempt.Contains(later));
    }

    /// <summary>The maps and sums through which a softmax passes, or null if something else reads it.</summary>
    private static List<ChainStep>? OnlineUses(ChainStep step, string axis, OperatorChain chain)
    {
        var name = step.Target.Name;
        if (chain.Outputs.Contains(name)) return null;
        var uses = new List<ChainStep>();
        foreach (var reader in chain.Steps.Where(s => s.TensorsRead().Contains(name)))
        {
            if (reader.Operands.Count(o => Reads(o, name)) != 1 || !reader.Operands.Any(o => o.IsLinearIn(name))) return null;
            uses.Add(reader);
            if (reader is Contraction or Reduction { Operator: ReduceOperator.Sum } && reader.Reduced.Contains(axis)) continue;
            if (reader is not ElementwiseMap || OnlineUses(reader, axis, chain) is not { } further) return null;
            uses.AddRange(further);
        }

        return uses;
    }

    private static IEnumerable<ChainStep> Downstream(ChainStep step, OperatorChain chain)
    {
        var reached = new HashSet<string> { step.Target.Name };
        return chain.Steps.Where(s => s.TensorsRead().Any(reached.Contains) && reached.Add(s.Target.Name));
    }

    private static bool Reads(Expression expression, string tensor) => expression.TensorsRead().Contains(tensor);
}
