using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Verification;

/// <summary>Whatever an expression names exists, tensors are read with one index a dimension, and indices stay within.</summary>
internal static class ReferenceRule
{
    public static void Check(GraphScope scope)
    {
        foreach (var node in scope.Graph.Definitions.SelectMany(d => d.Value.SelfAndDescendants()))
        {
            switch (node)
            {
                case TensorRead(var name, var indices):
                    CheckRead(scope, node, name, indices);
                    break;
                case AxisIndex(var axis):
                    scope.CheckAxis(axis, node);
                    break;
                case AxisExtent(var axis):
                    scope.CheckAxis(axis, node);
                    break;
                case Softmax(var axis, _):
                    scope.CheckAxis(axis, node);
                    break;
                case Reduce(_, var axes, _):
                    for (var i = 0; i < axes.Count; i++) scope.CheckAxis(axes[i], node, i);
                    break;
            }
        }
    }

    private static void CheckRead(GraphScope scope, object node, string name, EquatableArray<IndexExpression> indices)
    {
        foreach (var index in indices) CheckNames(scope, index);
        if (scope.ResolveTensor(name, node) is not { } tensor) return;
        if (node is IndexRead && !(tensor.Type.IsInteger() && scope.IsInput(name)))
        {
            scope.Report.On(node, 0, FrontendErrors.IndexTensor(tensor));
            return;
        }

        if (indices.Count != tensor.Axes.Count)
        {
            scope.Report.On(node, FrontendErrors.WrongRank(tensor, indices.Count));
            return;
        }

        for (var i = 0; i < indices.Count; i++)
            if (scope.FindAxis(tensor.Axes[i]) is { } dimension) IndexRule.Check(scope, indices[i], tensor, dimension);
    }

    private static void CheckNames(GraphScope scope, IndexExpression index)
    {
        if (index is IndexAxis(var axis)) scope.CheckAxis(axis, index);
        if (index is IndexExtent(var extent)) scope.CheckAxis(extent, index);
        if (index is IndexRead(var name, var indices)) CheckRead(scope, index, name, indices);
        else foreach (var child in index.Children()) CheckNames(scope, child);
    }
}
