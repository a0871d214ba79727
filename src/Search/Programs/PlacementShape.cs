using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Tiling.Placement;

namespace MCFuser.Search.Programs;

/// <summary>What the placements of candidates with the same expression and the same deleted loops have in common: only the numbers differ.</summary>
internal sealed class PlacementShape
{
    private readonly int[] _grid;
    private readonly List<(double BytesPerElement, int[] Axes, int[] Loops)> _transfers = [];
    private readonly List<(Arithmetic Arithmetic, int[] Loops)> _computes = [];

    public PlacementShape(ChainAxes axes, LoopPlacement placement)
    {
        _grid = [.. axes.Batch, .. axes.Numbers(placement.Grid)];
        foreach (var statement in placement.Statements)
        {
            int[] loops = [.. _grid, .. axes.Numbers(statement.Path)];
            if (statement.Kind == StatementKind.Compute)
                _computes.AddRange(StepArithmetic.Of(axes.Chain.FindStep(statement.Tensor)!, axes).Select(a => (a, loops)));
            else
                _transfers.Add((Moved(axes.Chain, statement).Type.Bytes(), axes.Numbers(statement.Axes), loops));
        }
    }

    public double Blocks(TilePoint point) => point.Product(_grid);

    /// <summary>Bytes of all loads and stores: tile bytes times the trip counts of the loops around them.</summary>
    public double Bytes(TilePoint point) => _transfers.Sum(t => t.BytesPerElement * point.Area(t.Axes) * point.Product(t.Loops));

    /// <summary>FLOPs of all computes: tile FLOPs times the trip counts of the loops around them.</summary>
    public double Flops(TilePoint point) => _computes.Sum(c => c.Arithmetic.FlopsPerElement * point.Area(c.Arithmetic.Axes) * point.Product(c.Loops));

    private static Tensor Moved(OperatorChain chain, PlacedStatement statement) =>
        statement.Kind == StatementKind.Load ? chain.FindInput(statement.Tensor)! : chain.FindStep(statement.Tensor)!.Target;
}
