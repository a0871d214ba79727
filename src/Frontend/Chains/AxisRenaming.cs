using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Chains;

/// <summary>Gives loops of a step other names; what it reads stays the same, because reads are positional.</summary>
internal sealed class AxisRenaming(IReadOnlyDictionary<string, string> names)
{
    public ChainStep Apply(ChainStep step)
    {
        var target = step.Target with { Axes = Apply(step.Target.Axes) };
        return step switch
        {
            Contraction c => new Contraction(target, Apply(c.Reduced), c.Operands.Select(Apply).ToEquatableArray()),
            Reduction r => new Reduction(target, r.Operator, Apply(r.Reduced), Apply(r.Value)),
            SoftmaxStep s => new SoftmaxStep(target, Apply(s.Axis), Apply(s.Value)),
            ElementwiseMap m => new ElementwiseMap(target, Apply(m.Value)),
            _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
        };
    }

    private Expression Apply(Expression expression) => expression.Rewrite(node => node switch
    {
        AxisIndex(var axis) => new AxisIndex(Apply(axis)),
        AxisExtent(var axis) => new AxisExtent(Apply(axis)),
        TensorRead(var tensor, var indices) => new TensorRead(tensor, indices.Select(Apply).ToEquatableArray()),
        _ => node,
    });

    private IndexExpression Apply(IndexExpression index) => index switch
    {
        IndexAxis(var axis) => new IndexAxis(Apply(axis)),
        IndexExtent(var axis) => new IndexExtent(Apply(axis)),
        IndexAdd(var x, var y) => new IndexAdd(Apply(x), Apply(y)),
        IndexMultiply(var x, var y) => new IndexMultiply(Apply(x), Apply(y)),
        IndexFloorDivide(var x, var y) => new IndexFloorDivide(Apply(x), Apply(y)),
        IndexModulo(var x, var y) => new IndexModulo(Apply(x), Apply(y)),
        IndexMin(var x, var y) => new IndexMin(Apply(x), Apply(y)),
        IndexMax(var x, var y) => new IndexMax(Apply(x), Apply(y)),
        IndexRead(var tensor, var indices) => new IndexRead(tensor, indices.Select(Apply).ToEquatableArray()),
        _ => index,
    };

    private EquatableArray<string> Apply(EquatableArray<string> axes) => axes.Select(Apply).ToEquatableArray();

    private string Apply(string axis) => names.GetValueOrDefault(axis, axis);
}
