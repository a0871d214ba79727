using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Chains;

/// <summary>Gives loops of a step other names; what it reads stays the same, because reads are positional.</summary>
internal static class AxisRenaming
{
    public static ChainStep Rename(ChainStep step, IReadOnlyDictionary<string, string> names)
    {
        var target = step.Target with { Axes = Rename(step.Target.Axes, names) };
        return step switch
        {
            Contraction c => new Contraction(target, Rename(c.Reduced, names), c.Operands.Select(o => Rename(o, names)).ToEquatableArray()),
            Reduction r => new Reduction(target, r.Operator, Rename(r.Reduced, names), Rename(r.Value, names)),
            SoftmaxStep s => new SoftmaxStep(target, Rename(s.Axis, names), Rename(s.Value, names)),
            ElementwiseMap m => new ElementwiseMap(target, Rename(m.Value, names)),
            _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
        };
    }

    private static Expression Rename(Expression expression, IReadOnlyDictionary<string, string> names) => expression.Rewrite(node => node switch
    {
        AxisIndex(var axis) => new AxisIndex(Rename(axis, names)),
        AxisExtent(var axis) => new AxisExtent(Rename(axis, names)),
        TensorRead(var tensor, var indices) => new TensorRead(tensor, Rename(indices, names)),
        _ => node,
    });

    private static EquatableArray<IndexExpression> Rename(EquatableArray<IndexExpression> indices, IReadOnlyDictionary<string, string> names) =>
        indices.Select(i => Rename(i, names)).ToEquatableArray();

    private static IndexExpression Rename(IndexExpression index, IReadOnlyDictionary<string, string> names) => index switch
    {
        IndexAxis(var axis) => new IndexAxis(Rename(axis, names)),
        IndexExtent(var axis) => new IndexExtent(Rename(axis, names)),
        IndexAdd(var x, var y) => new IndexAdd(Rename(x, names), Rename(y, names)),
        IndexMultiply(var x, var y) => new IndexMultiply(Rename(x, names), Rename(y, names)),
        IndexFloorDivide(var x, var y) => new IndexFloorDivide(Rename(x, names), Rename(y, names)),
        IndexModulo(var x, var y) => new IndexModulo(Rename(x, names), Rename(y, names)),
        IndexMin(var x, var y) => new IndexMin(Rename(x, names), Rename(y, names)),
        IndexMax(var x, var y) => new IndexMax(Rename(x, names), Rename(y, names)),
        IndexRead(var tensor, var indices) => new IndexRead(tensor, Rename(indices, names)),
        _ => index,
    };

    private static EquatableArray<string> Rename(EquatableArray<string> axes, IReadOnlyDictionary<string, string> names) =>
        axes.Select(a => Rename(a, names)).ToEquatableArray();

    private static string Rename(string axis, IReadOnlyDictionary<string, string> names) => names.GetValueOrDefault(axis, axis);
}
