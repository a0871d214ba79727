namespace MCFuser.Core.Expressions;

/// <summary>Walks and rewrites expressions.</summary>
public static class ExpressionTree
{
    public static IEnumerable<Expression> Children(this Expression expression) => expression switch
    {
        Unary(_, var x) => [x],
        Cast(_, var x) => [x],
        Binary(_, var x, var y) => [x, y],
        Compare(_, var x, var y) => [x, y],
        Select(var c, var x, var y) => [c, x, y],
        Reduce(_, _, var body) => [body],
        Softmax(_, var body) => [body],
        _ => [],
    };

    /// <summary>The expression and everything below it, parents first.</summary>
    public static IEnumerable<Expression> SelfAndDescendants(this Expression expression) =>
        expression.Children().SelectMany(SelfAndDescendants).Prepend(expression);

    /// <summary>Rewrites bottom-up: children first, then the node with its new children.</summary>
    public static Expression Rewrite(this Expression expression, Func<Expression, Expression> change) => change(expression switch
    {
        Unary(var op, var x) => new Unary(op, x.Rewrite(change)),
        Cast(var type, var x) => new Cast(type, x.Rewrite(change)),
        Binary(var op, var x, var y) => new Binary(op, x.Rewrite(change), y.Rewrite(change)),
        Compare(var op, var x, var y) => new Compare(op, x.Rewrite(change), y.Rewrite(change)),
        Select(var c, var x, var y) => new Select(c.Rewrite(change), x.Rewrite(change), y.Rewrite(change)),
        Reduce(var op, var axes, var body) => new Reduce(op, axes, body.Rewrite(change)),
        Softmax(var axis, var body) => new Softmax(axis, body.Rewrite(change)),
        _ => expression,
    });

    public static IEnumerable<IndexExpression> Children(this IndexExpression index) => index switch
    {
        IndexAdd(var x, var y) => [x, y],
        IndexMultiply(var x, var y) => [x, y],
        IndexFloorDivide(var x, var y) => [x, y],
        IndexModulo(var x, var y) => [x, y],
        IndexMin(var x, var y) => [x, y],
        IndexMax(var x, var y) => [x, y],
        IndexRead(_, var indices) => indices,
        _ => [],
    };

    public static IEnumerable<IndexExpression> SelfAndDescendants(this IndexExpression index) =>
        index.Children().SelectMany(SelfAndDescendants).Prepend(index);

    /// <summary>The axes an index depends on, in order of first use; extents do not count.</summary>
    public static IEnumerable<string> Axes(this IndexExpression index) =>
        index.SelfAndDescendants().OfType<IndexAxis>().Select(a => a.Axis).Distinct();

    /// <summary>The axes free in an expression, in order of first use: those it names outside of a reduction over them.</summary>
    public static EquatableArray<string> FreeAxes(this Expression expression) => Free(expression).Distinct().ToEquatableArray();

    private static IEnumerable<string> Free(Expression expression) => expression switch
    {
        AxisIndex(var axis) => [axis],
        TensorRead(_, var indices) => indices.SelectMany(Axes),
        Reduce(_, var axes, var body) => Free(body).Where(a => !axes.Contains(a)),
        Softmax(var axis, var body) => Free(body).Prepend(axis),
        _ => expression.Children().SelectMany(Free),
    };

    /// <summary>The tensors an expression reads, index tensors included, in order of first use.</summary>
    public static IEnumerable<string> TensorsRead(this Expression expression) =>
        expression.SelfAndDescendants().OfType<TensorRead>()
            .SelectMany(r => r.Indices.SelectMany(SelfAndDescendants).OfType<IndexRead>().Select(i => i.Tensor).Prepend(r.Tensor))
            .Distinct();
}
