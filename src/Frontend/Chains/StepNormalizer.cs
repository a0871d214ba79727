using System.Globalization;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>
/// Turns the definitions of a verified graph into steps that hold one contraction, reduction, softmax or map each, in data-flow order.
/// What is nested becomes a step of its own, named after its definition: <c>O.1</c>, <c>O.2</c> (users cannot write a dot in a name).
/// </summary>
public static class StepNormalizer
{
    public static EquatableArray<ChainStep> Normalize(OperatorGraph graph) =>
        graph.Definitions.SelectMany(d => Normalize(graph, d)).ToEquatableArray();

    /// <summary>The steps of one definition; the last one has its name.</summary>
    public static EquatableArray<ChainStep> Normalize(OperatorGraph graph, Definition definition) =>
        new Normalization(graph, definition).Steps().ToEquatableArray();

    private sealed class Normalization(OperatorGraph graph, Definition definition)
    {
        private readonly List<ChainStep> _steps = [];
        private readonly Dictionary<Expression, Expression> _lifted = [];

        public List<ChainStep> Steps()
        {
            var target = definition.Target;
            var value = definition.Value.Rewrite(Lift);
            if (_steps.Count > 0 && value == _steps[^1].Target.ReadAtOwnAxes() && _steps[^1].Target.Axes.ToHashSet().SetEquals(target.Axes))
                _steps[^1] = _steps[^1] with { Target = target };
            else
                _steps.Add(new ElementwiseMap(target, value));
            return _steps;
        }

        /// <summary>Called bottom-up, so a body holds no reduction any more.</summary>
        private Expression Lift(Expression node) => node switch
        {
            AxisExtent(var axis) when graph.FindAxis(axis).Extent is ConstantExtent(var extent) => new Number(extent),
            Reduce or Softmax => _lifted.TryGetValue(node, out var known) ? known : _lifted[node] = LiftNew(node),
            _ => node,
        };

        private Expression LiftNew(Expression node)
        {
            var axes = graph.Axes.Select(a => a.Name).Where(node.FreeAxes().Contains).ToEquatableArray();
            var target = new Tensor(NextName(), DataType.F32, axes);
            switch (node)
            {
                case Reduce(ReduceOperator.Sum, var summed, var body) when ProductFactors.TrySplit(body, summed) is { } product:
                    var factors = product.Factors;
                    target = target with { Axes = axes.Where(a => factors.Any(f => f.FreeAxes().Contains(a))).ToEquatableArray() };
                    _steps.Add(new Contraction(target, summed, factors));
                    return product.Finish(target.ReadAtOwnAxes());
                case Reduce(var op, var reduced, var body):
                    _steps.Add(new Reduction(target, op, reduced, body));
                    break;
                case Softmax(var axis, var body):
                    _steps.Add(new SoftmaxStep(target, axis, body));
                    break;
            }

            return target.ReadAtOwnAxes();
        }

        private string NextName() => string.Create(CultureInfo.InvariantCulture, $"{definition.Target.Name}.{_steps.Count + 1}");
    }
}
