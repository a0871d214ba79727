using MCFuser.Codegen.Interpreter.Pointwise;
using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Interpreter;

/// <summary>Chooses the loop along which a step's values are computed in runs.</summary>
internal static class VectorLoop
{
    private const double CostOfRun = 60;
    private const double CostOfStridedRead = 3;

    /// <summary>
    /// The number of the loop with the least estimated time a point: neighbours in memory are cheap to read, and long runs share the cost
    /// of starting one. A softmax runs along its axis. -1 for a step without loops.
    /// </summary>
    public static int Choose(Step step, IReadOnlyList<Loop> loops)
    {
        if (step is SoftmaxStep softmax) return step.Axes.AsSpan().IndexOf(softmax.Axis);
        var reads = step.Body.SelfAndDescendants().OfType<TensorRead>().ToList();
        return Enumerable.Range(0, loops.Count)
            .OrderBy(i => CostOfRun / Math.Min(loops[i].Count, Frame.Run) + reads.Sum(r => CostOfRead(r, loops[i].Axis)))
            .FirstOrDefault(-1);
    }

    private static double CostOfRead(TensorRead read, string axis)
    {
        var depending = read.Indices.Where(i => i.Axes().Contains(axis)).ToList();
        return depending.Count == 0 || (depending is [IndexAxis last] && ReferenceEquals(last, read.Indices[^1])) ? 1 : CostOfStridedRead;
    }
}
