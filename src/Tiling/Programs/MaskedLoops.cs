using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Tiling.Programs;

/// <summary>
/// Skips tiles that a mask blanks: where the logits of a softmax over n are <c>where(n &lt;= m + c, x, -inf)</c>, a tile of n beyond the last row of
/// the tile of m adds nothing, so the loop over n ends there (causal attention); <c>n &gt;= m - c</c> moves its start (a window).
/// </summary>
public static class MaskedLoops
{
    public static TileProgram Apply(TileProgram program, ChainFlow flow) =>
        flow.Chain.Steps.OfType<SoftmaxStep>().Aggregate(program, (p, s) => p with { Body = Tighten(p, s, Conditions(flow, s.Value).ToList(), p.Body, []) });

    /// <summary>What has to hold for a logit not to be -inf, as comparisons.</summary>
    private static IEnumerable<Compare> Conditions(ChainFlow flow, Expression logits) => logits switch
    {
        TensorRead read when flow.Chain.FindStep(read.Tensor) is ElementwiseMap map => Conditions(flow, map.Value),
        Select(var condition, var kept, var otherwise) when IsMinusInfinity(otherwise) => Terms(condition).Concat(Conditions(flow, kept)),
        _ => [],
    };

    private static IEnumerable<Compare> Terms(Expression condition) => condition switch
    {
        Binary(BinaryOperator.And, var x, var y) => Terms(x).Concat(Terms(y)),
        Compare compare => [compare],
        _ => [],
    };

    private static bool IsMinusInfinity(Expression value) =>
        value is Number { Value: double.NegativeInfinity } or Unary(UnaryOperator.Negate, Number { Value: double.PositiveInfinity });

    private static EquatableArray<TileStatement> Tighten(
        TileProgram program, SoftmaxStep softmax, List<Compare> conditions, EquatableArray<TileStatement> body, EquatableArray<string> around) =>
        body.Select(TileStatement (s) => s is not For loop ? s
            : loop.Axis == softmax.Axis && OnlyFeeds(program, loop, softmax.Target.Name) ? conditions.Aggregate(loop, (l, c) => Bound(program, l, c, around))
            : loop with { Body = Tighten(program, softmax, conditions, loop.Body, [.. around, loop.Axis]) }).ToEquatableArray();

    /// <summary>True where everything the loop reduces over its axis passes through the softmax, and nothing leaves the loop otherwise.</summary>
    private static bool OnlyFeeds(TileProgram program, For loop, string softmax) =>
        program.StatesUpdated(loop.Body).Any(s => s.Name == softmax)
        && program.StatesUpdated(loop.Body).All(s => s.Name == softmax || s.RescaledBy == softmax || !s.Axes.Contains(loop.Axis))
        && !loop.Body.WithNested().Any(s => s is Store);

    private static For Bound(TileProgram program, For loop, Compare condition, EquatableArray<string> around)
    {
        if (LinearForm.OfDifference(condition.Left, condition.Right) is not { } form || Math.Abs(form[loop.Axis]) != 1) return loop;
        var sign = form[loop.Axis];
        if (form.Axes.Where(a => a != loop.Axis).ToList() is not ([] or [_]) || form.Axes.Any(a => a != loop.Axis && form[a] != -sign)) return loop;
        var row = form.Axes.FirstOrDefault(a => a != loop.Axis);
        var isUpper = condition.Operator is CompareOperator.Less or CompareOperator.LessOrEqual == sign > 0;
        if (condition.Operator is CompareOperator.Equal or CompareOperator.NotEqual) return loop;
        var strict = condition.Operator is CompareOperator.Less or CompareOperator.Greater;
        return isUpper ? Below(program, loop, row, around, -sign * form.Constant, strict) : Above(program, loop, row, around, -sign * form.Constant, strict);
    }

    /// <summary>n ≤ row + offset: the loop ends behind the last row of the tile.</summary>
    private static For Below(TileProgram program, For loop, string? row, EquatableArray<string> around, double offset, bool strict)
    {
        var last = (long)(strict ? Math.Ceiling(offset) - 1 : Math.Floor(offset));
        IndexExpression end = row is null ? new IndexConstant(last + 1)
            : around.Contains(row) ? new IndexAdd(new IndexAxis(row), new IndexConstant(program.FindAxis(row).Tile + last))
            : new IndexConstant(program.FindAxis(row).Extent.Value + last);
        return loop with { High = new IndexMin(loop.High, end) };
    }

    /// <summary>n ≥ row + offset: the loop starts with the tile that holds the first position of the first row.</summary>
    private static For Above(TileProgram program, For loop, string? row, EquatableArray<string> around, double offset, bool strict)
    {
        var first = (long)(strict ? Math.Floor(offset) + 1 : Math.Ceiling(offset));
        IndexExpression start = row is not null && around.Contains(row) ? new IndexAdd(new IndexAxis(row), new IndexConstant(first)) : new IndexConstant(first);
        var tile = new IndexConstant(program.FindAxis(loop.Axis).Tile);
        return loop with { Low = new IndexMax(loop.Low, new IndexMultiply(new IndexFloorDivide(start, tile), tile)) };
    }
}
