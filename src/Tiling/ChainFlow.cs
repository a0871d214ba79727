using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Tiling;

/// <summary>The data flow of a chain, looked up once: who feeds whom, and which softmax may run online.</summary>
public sealed class ChainFlow
{
    private readonly Dictionary<string, EquatableArray<ChainStep>> _producers = [];
    private readonly Dictionary<string, HashSet<string>> _upstream = [];
    private readonly HashSet<string> _tiled;

    public ChainFlow(OperatorChain chain)
    {
        Chain = chain;
        _tiled = [.. chain.TiledAxes.Select(a => a.Name)];
        foreach (var step in chain.Steps)
        {
            var producers = step.Operands.SelectMany(ExpressionTree.TensorsRead).Distinct().Select(chain.FindStep).OfType<ChainStep>().ToEquatableArray();
            _producers[step.Target.Name] = producers;
            _upstream[step.Target.Name] = [.. producers.SelectMany(p => _upstream[p.Target.Name].Append(p.Target.Name))];
        }
    }

    public OperatorChain Chain { get; }

    /// <summary>The earlier steps that a step reads.</summary>
    public EquatableArray<ChainStep> Producers(ChainStep step) => _producers[step.Target.Name];

    public IEnumerable<ChainStep> Consumers(ChainStep step) => Chain.Steps.Where(s => Producers(s).Contains(step));

    public bool IsUpstream(ChainStep step, ChainStep of) => _upstream[of.Target.Name].Contains(step.Target.Name);

    public IEnumerable<ChainStep> Downstream(ChainStep step) => Chain.Steps.Where(s => IsUpstream(step, s));

    /// <summary>The axes a step loops over that a tiling expression writes.</summary>
    public IEnumerable<string> Loops(ChainStep step) => step.Loops.Where(_tiled.Contains);

    public bool IsOutput(ChainStep step) => Chain.Outputs.Contains(step.Target.Name);

    /// <summary>True where a later step reduces what the step computes: a partial result of it would have to be kept.</summary>
    public bool IsIntermediate(ChainStep step) => Downstream(step).Any(s => s.Reduced.Count > 0);

    /// <summary>
    /// A softmax may run online, tile after tile, if its result is only a factor of contractions that reduce its axis: they are linear in it,
    /// so what they accumulated can be rescaled, if they keep its rows apart; each follows one softmax only (online softmax: Milakov and
    /// Gimelshein, 2018).
    /// </summary>
    public bool IsOnline(SoftmaxStep softmax) =>
        !IsOutput(softmax) && Consumers(softmax).All(c => c is Contraction contraction && contraction.Reduced.Contains(softmax.Axis)
            && !contraction.Reduced.Any(a => a != softmax.Axis && softmax.Loops.Contains(a))
            && contraction.Operands.Any(o => o.IsLinearIn(softmax.Target.Name))
            && contraction.Operands.Count(o => o.TensorsRead().Contains(softmax.Target.Name)) == 1
            && Producers(contraction).OfType<SoftmaxStep>().Count() == 1);

    /// <summary>The online softmax that a contraction accumulates, or null.</summary>
    public SoftmaxStep? OnlineSource(ChainStep step) =>
        step is Contraction ? Producers(step).OfType<SoftmaxStep>().FirstOrDefault(IsOnline) : null;
}
