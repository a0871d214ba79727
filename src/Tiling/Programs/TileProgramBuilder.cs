using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Placement.Passes;

namespace MCFuser.Tiling.Programs;

/// <summary>From a legal candidate to its tile program.</summary>
public static class TileProgramBuilder
{
    public static TileProgram Build(OperatorChain chain, Candidate candidate, Precision precision = Precision.F32) =>
        Build(Placer.Place(chain, candidate), precision);

    public static TileProgram Build(LoopPlacement placement, Precision precision)
    {
        var (flow, chain, candidate) = (placement.Flow, placement.Flow.Chain, placement.Candidate);
        var paths = new StepPaths(flow, candidate.Tiling, DeleteUnitLoops.UnitAxes(placement));
        var layout = new OperandLayout(flow);
        var tiles = new StepTiles(flow, paths, layout);
        var items = new ProgramItems();
        var lowering = new StepLowering(flow, paths, layout, tiles, items, precision);
        foreach (var statement in placement.Statements)
        {
            var step = chain.FindStep(statement.Step)!;
            switch (statement.Kind)
            {
                case StatementKind.Load: items.Add(statement.Path, new Load(tiles.Load(statement, Order(layout, step, statement)), statement.Tensor, statement.Indices)); break;
                case StatementKind.Compute: lowering.Lower(step); break;
                case StatementKind.Store: lowering.Store(statement); break;
            }
        }

        var axes = chain.Axes.Select(a => new TileAxis(a.Name, a.Extent, TileOf(candidate, a), a.Role, [])).ToEquatableArray();
        var grid = chain.Axes.Where(a => a.Role == AxisRole.Batch).Select(a => a.Name).Concat(placement.Grid);
        var body = items.ToTree((axis, inner) => Loop(chain, axis, new SerialLoop(), inner));
        var program = new TileProgram(
            chain.Name,
            candidate.Tiling.ToString(),
            axes,
            chain.Inputs.Select(Global).ToEquatableArray(),
            chain.Outputs.Select(o => Global(chain.FindStep(o)!.Target)).ToEquatableArray(),
            tiles.Buffers,
            tiles.States,
            grid.Reverse().Aggregate(body, EquatableArray<TileStatement> (inner, axis) => [Loop(chain, axis, new GridLoop(), inner)]),
            candidate.Schedule ?? new Schedule());
        var masked = MaskedLoops.Apply(program, flow);
        return candidate.Split is { } split ? SplitReduction.Apply(masked, split) : masked;
    }

    /// <summary>The order of a loaded tile's axes: that of the operand it is part of, or of the tile the step computes.</summary>
    private static EquatableArray<string> Order(OperandLayout layout, ChainStep step, PlacedStatement load)
    {
        if (step is not Contraction contraction) return [.. layout.Result(step), .. layout.Tiled(step.Reduced)];
        var operands = layout.Of(contraction);
        var isLeft = operands.Left.SelectMany(ExpressionTree.SelfAndDescendants).OfType<TensorRead>().Any(r => r.Tensor == load.Tensor && r.Indices == load.Indices);
        return isLeft ? operands.LeftAxes : operands.RightAxes;
    }

    private static For Loop(OperatorChain chain, string axis, LoopBinding binding, EquatableArray<TileStatement> body) =>
        new For(axis, new IndexConstant(0), new IndexConstant(chain.Extent(axis)), binding, body);

    private static int TileOf(Candidate candidate, ChainAxis axis) => axis.Role switch
    {
        AxisRole.Batch => 1,
        AxisRole.Dimension => (int)Math.Min(axis.Extent.Value, int.MaxValue),
        _ => candidate.Tile(axis.Name),
    };

    private static TileBuffer Global(Tensor tensor) =>
        new(tensor.Name, tensor.Type, MemoryScope.Global, tensor.Axes.Select(a => new BufferDimension(a, LiveRange.Whole)).ToEquatableArray(), [], 16);
}
