using MCFuser.Core;
using MCFuser.Core.Chains;

namespace MCFuser.Tiling.Placement;

/// <summary>The bytes that a placement moves between device memory and the chip; of the largest tensors read over and over, more than 64 bits hold.</summary>
public static class Traffic
{
    /// <summary>Bytes of all loads and stores: tile bytes times the trip counts of the loops around them, edge tiles counted as long as they are.</summary>
    public static Int128 Bytes(LoopPlacement placement) =>
        placement.Statements.Where(s => s.Kind != StatementKind.Compute).Aggregate(Int128.Zero, (sum, s) => sum + Bytes(placement, s));

    public static Int128 Bytes(LoopPlacement placement, PlacedStatement statement)
    {
        var chain = placement.Flow.Chain;
        var type = statement.Kind == StatementKind.Load ? chain.FindInput(statement.Tensor)!.Type : chain.FindStep(statement.Tensor)!.Target.Type;
        return checked(type.Bytes() * Executions(placement, statement) * statement.Axes.Aggregate(Int128.One, (n, a) => checked(n * chain.Extent(a))));
    }

    /// <summary>How often each element of the statement's tile is touched: the trip counts of the loops around it that do not index it.</summary>
    public static Int128 Executions(LoopPlacement placement, PlacedStatement statement) =>
        placement.Flow.Chain.Axes.Where(a => a.Role == AxisRole.Batch).Select(a => a.Name)
            .Concat(placement.Grid).Concat(statement.Path).Except(statement.Axes)
            .Aggregate(Int128.One, (n, a) => checked(n * placement.Tiles(a)));
}
