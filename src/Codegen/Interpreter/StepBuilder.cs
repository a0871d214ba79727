using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Codegen.Interpreter;

/// <summary>
/// Cuts definitions into steps: a reduction or softmax inside an expression becomes a tensor of its own over its free axes, computed once
/// however often and in however many loops it is read.
/// </summary>
internal sealed class StepBuilder
{
    private const long WorthwhileReuse = 4;

    private readonly OperatorGraph _graph;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<Expression, TensorRead> _hidden = [];

    private StepBuilder(OperatorGraph graph) => _graph = graph;

    /// <summary>The steps of all definitions, in data-flow order. Hidden tensors have names that no identifier can equal.</summary>
    public static IReadOnlyList<Step> Build(OperatorGraph graph)
    {
        if (graph.Axes.Any(a => a.Extent is not ConstantExtent))
            throw new InternalErrorException("interpreter", "an extent is not bound", graph.ToString());
        var builder = new StepBuilder(graph);
        foreach (var definition in graph.Definitions) builder.Define(definition.Target.Name, definition.Target.Axes, definition.Value);
        return builder._steps;
    }

    private void Define(string target, EquatableArray<string> axes, Expression value)
    {
        var whole = value.FreeAxes().ToHashSet().SetEquals(axes);
        Step step = value switch
        {
            Reduce(var op, var over, var body) when whole =>
                new ReduceStep(target, axes, op, over, Hoist(Extract(body), axes.Concat(over))),
            Softmax(var axis, var body) when whole => new SoftmaxStep(target, axes, axis, Extract(body)),
            _ => new MapStep(target, axes, Extract(value)),
        };
        _steps.Add(step);
    }

    private Expression Extract(Expression value) => value.Rewrite(e => e is Reduce or Softmax ? Hide(e) : e);

    /// <summary>A function that many points of a reduction share is computed before: gelu(A[m, k]) in a sum over k for every n.</summary>
    private Expression Hoist(Expression body, IEnumerable<string> loops)
    {
        var all = loops.ToList();
        return body.Rewrite(e => IsFunction(e) && Reuse(e, all) >= WorthwhileReuse ? Hide(e) : e);
    }

    private long Reuse(Expression e, IEnumerable<string> loops)
    {
        var free = e.FreeAxes();
        return loops.Where(a => !free.Contains(a))
            .Aggregate(1L, (product, axis) => Math.Min(product * _graph.Extent(axis), WorthwhileReuse));
    }

    private static bool IsFunction(Expression e) => e switch
    {
        Unary(UnaryOperator.Negate or UnaryOperator.Not or UnaryOperator.Abs or UnaryOperator.Floor or UnaryOperator.Relu, _) => false,
        Unary => true,
        Binary(var op, _, _) => op is BinaryOperator.Pow or BinaryOperator.Mod,
        _ => false,
    };

    private TensorRead Hide(Expression value)
    {
        if (_hidden.TryGetValue(value, out var read)) return read;
        var free = value.FreeAxes();
        var axes = _graph.Axes.Select(a => a.Name).Where(free.Contains).ToEquatableArray();
        read = new TensorRead($"#{_hidden.Count}", axes.Select(a => (IndexExpression)new IndexAxis(a)).ToEquatableArray());
        _hidden.Add(value, read);
        Define(read.Tensor, axes, value);
        return read;
    }
}
