using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Tiling;

namespace MCFuser.Tiling.Placement;

/// <summary>
/// Puts the statements of a chain in order: each compute in its loops, its loads directly before it, its store directly after it.
/// This is the placement as the expression writes it, before redundant traffic is removed.
/// </summary>
public static class PlacementAssembler
{
    public static LoopPlacement Assemble(ChainFlow flow, Candidate candidate, StepPaths paths)
    {
        var statements = new List<PlacedStatement>();
        foreach (var step in StepOrder.Of(flow, paths))
        {
            var path = paths[step];
            statements.AddRange(Loads(flow, step, path));
            statements.Add(new PlacedStatement(StatementKind.Compute, step.Target.Name, step.Target.Name, [], step.Target.Axes, path));
            if (flow.IsOutput(step)) statements.Add(new PlacedStatement(StatementKind.Store, step.Target.Name, step.Target.Name, [], step.Target.Axes, path));
        }

        return new LoopPlacement(flow, candidate, GridAxes.Of(flow, candidate.Tiling), statements.ToEquatableArray());
    }

    private static IEnumerable<PlacedStatement> Loads(ChainFlow flow, ChainStep step, EquatableArray<string> path) =>
        step.Operands.SelectMany(ExpressionTree.SelfAndDescendants).OfType<TensorRead>()
            .Where(r => flow.Chain.FindInput(r.Tensor) is not null)
            .Distinct()
            .Select(r => new PlacedStatement(
                StatementKind.Load, r.Tensor, step.Target.Name, r.Indices, r.Indices.SelectMany(ExpressionTree.Axes).Distinct().ToEquatableArray(), path));
}
