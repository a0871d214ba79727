using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Verification;

/// <summary>
/// A reduction uses every axis that it reduces and reduces none that an enclosing reduction has taken; a softmax uses its axis;
/// the axes that stay free stand on the left side.
/// </summary>
internal static class BindingRule
{
    public static void Check(GraphScope scope)
    {
        foreach (var definition in scope.Graph.Definitions)
        {
            foreach (var (axis, node) in Free(scope, definition.Value, []))
            {
                if (scope.FindAxis(axis) is not null && !definition.Target.Axes.Contains(axis))
                    scope.Report.On(node, FrontendErrors.FreeAxis(axis, definition.Target));
            }
        }
    }

    /// <summary>The free axes of an expression, each with the node that names it first.</summary>
    private static Dictionary<string, object> Free(GraphScope scope, Expression expression, EquatableArray<string> bound)
    {
        switch (expression)
        {
            case AxisIndex(var axis):
                return new() { [axis] = expression };
            case TensorRead(_, var indices):
                var named = indices.SelectMany(i => i.SelfAndDescendants()).OfType<IndexAxis>();
                return Union(named.Select(i => KeyValuePair.Create(i.Axis, (object)i)));
            case Softmax(var axis, var body):
                var kept = Free(scope, body, bound);
                if (!kept.ContainsKey(axis)) Absent(scope, expression, "softmax", axis, 0);
                return kept;
            case Reduce reduce:
                return FreeOf(scope, reduce, bound);
            default:
                return Union(expression.Children().SelectMany(c => Free(scope, c, bound)));
        }
    }

    private static Dictionary<string, object> FreeOf(GraphScope scope, Reduce reduce, EquatableArray<string> bound)
    {
        var free = Free(scope, reduce.Body, bound.Concat(reduce.Axes).ToEquatableArray());
        var reduced = new HashSet<string>();
        for (var i = 0; i < reduce.Axes.Count; i++)
        {
            var axis = reduce.Axes[i];
            if (!reduced.Add(axis)) scope.Report.On(reduce, i, FrontendErrors.RepeatedAxis(axis));
            else if (bound.Contains(axis)) scope.Report.On(reduce, i, FrontendErrors.ReboundAxis(axis));
            else if (!free.ContainsKey(axis)) Absent(scope, reduce, reduce.Operator.Text(), axis, i);
        }

        foreach (var axis in reduced) free.Remove(axis);
        return free;
    }

    private static void Absent(GraphScope scope, object node, string function, string axis, int listed)
    {
        if (scope.FindAxis(axis) is not null) scope.Report.On(node, listed, FrontendErrors.AbsentAxis(function, axis));
    }

    private static Dictionary<string, object> Union(IEnumerable<KeyValuePair<string, object>> occurrences)
    {
        var union = new Dictionary<string, object>();
        foreach (var (axis, node) in occurrences) union.TryAdd(axis, node);
        return union;
    }
}
