using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>The least work of a chain or graph, as written.</summary>
/// <param name="Flops">Floating-point operations of the contractions; the rest does not count.</param>
/// <param name="Bytes">Compulsory traffic: every tensor that a kernel reads or writes, once a kernel.</param>
public sealed record Workload(double Flops, double Bytes)
{
    /// <summary>FLOP per byte.</summary>
    public double Intensity => Flops / Bytes;

    public static Workload Of(OperatorChain chain) => new(
        chain.Contractions.Sum(chain.Flops), chain.Inputs.Concat(chain.Outputs.Select(o => chain.FindStep(o)!.Target)).Sum(chain.Bytes));

    public static Workload Of(GraphPlan plan) => Sum(plan.Kernels);

    /// <summary>
    /// The work with every contraction in a kernel of its own and all that is memory-intensive joined to one: between two contractions
    /// a tensor is written once and read once.
    /// </summary>
    public static Workload Unfused(OperatorGraph graph) => Sum(ChainFinder.Kernels(ChainJoiner.OneContraction.Join(new StepGraph(graph))));

    private static Workload Sum(IEnumerable<OperatorChain> kernels) =>
        kernels.Select(Of).Aggregate((x, y) => new Workload(x.Flops + y.Flops, x.Bytes + y.Bytes));
}
