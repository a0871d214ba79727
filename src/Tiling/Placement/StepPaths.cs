using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Tiling;

namespace MCFuser.Tiling.Placement;

/// <summary>
/// The in-block loops around the compute of each step. Scope edges ask for the loops that index the tile; order edges sink a consumer out of the
/// loops in which its producer is still being reduced, so that <c>nkh</c> is the same program as <c>n(k,h)</c>.
/// </summary>
public sealed class StepPaths
{
    private readonly ChainFlow _flow;
    private readonly LoopNest _nest;
    private readonly HashSet<string> _inBlock;
    private readonly HashSet<string> _unit;
    private readonly Dictionary<string, EquatableArray<string>> _paths = [];

    /// <param name="unit">The axes whose loops have one tile and are deleted.</param>
    public StepPaths(ChainFlow flow, TilingExpression expression, IEnumerable<string> unit)
    {
        _flow = flow;
        _nest = new LoopNest(expression);
        _inBlock = [.. expression.Axes.Except(GridAxes.Of(flow, expression))];
        _unit = [.. unit];
        foreach (var step in flow.Chain.Steps) _paths[step.Target.Name] = Path(step);
    }

    /// <summary>The loops around the compute of a step, from the outside in.</summary>
    public EquatableArray<string> this[ChainStep step] => _paths[step.Target.Name];

    /// <summary>The loops in which the finished tile of a step is there for its consumers: those outside of its own reduction.</summary>
    public EquatableArray<string> Available(ChainStep step) =>
        step is SoftmaxStep softmax && _flow.IsOnline(softmax)
            ? this[step]
            : this[step].TakeWhile(a => !step.Reduced.Contains(a)).ToEquatableArray();

    /// <summary>The loops inside the step's own reduction that are no part of it: each of their tiles keeps a partial result alive.</summary>
    public IEnumerable<string> KeptAlive(ChainStep step) =>
        this[step].SkipWhile(a => !step.Reduced.Contains(a)).Where(a => !step.Reduced.Contains(a));

    /// <summary>
    /// The loops around a statement that reads finished steps and ranges over some axes: what its producers stand in, then the axes' own loops.
    /// </summary>
    public EquatableArray<string> Follow(IEnumerable<ChainStep> producers, IEnumerable<string> axes)
    {
        var outer = producers.Select(Available).OrderByDescending(p => p.Count).FirstOrDefault();
        var inner = axes.Where(IsLooped).Except(outer).OrderBy(_nest.Depth);
        return outer.Concat(inner).ToEquatableArray();
    }

    private EquatableArray<string> Path(ChainStep step)
    {
        var own = _flow.Loops(step).Where(_inBlock.Contains).ToHashSet();
        var producers = _flow.Producers(step);
        var outer = producers.Select(Available).OrderByDescending(p => p.Count).FirstOrDefault();
        if (own.Count == 0) return outer;
        var deepest = own.OrderBy(_nest.Depth).Last();
        var inner = _nest.Path(deepest).Where(a => _inBlock.Contains(a) && (own.Contains(a) || IsNeededAround(step, a)) && !_unit.Contains(a));
        return outer.Concat(inner.Except(outer)).ToEquatableArray();
    }

    private bool IsLooped(string axis) => _inBlock.Contains(axis) && !_unit.Contains(axis);

    /// <summary>
    /// A loop that does not index the step stays around it only if a later step uses it within the same pass; if all its users wait for a reduction
    /// around it to end, they sink out of that reduction and take the loop along.
    /// </summary>
    private bool IsNeededAround(ChainStep step, string axis) =>
        _flow.Downstream(step).Any(user => user.Loops.Contains(axis) && !_flow.Chain.Steps.Any(q => _flow.IsUpstream(q, user) && Ends(q, axis)));

    private bool Ends(ChainStep producer, string axis) =>
        !(producer is SoftmaxStep softmax && _flow.IsOnline(softmax)) && producer.Reduced.Any(r => IsLooped(r) && _nest.Encloses(r, axis));
}
