using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Verification;

/// <summary>
/// A value is a real or a truth value: comparisons and bool tensors give truth values; and, or, not and the condition of where take them;
/// everything else takes and gives reals.
/// </summary>
internal sealed class KindRule
{
    private readonly GraphScope _scope;
    private readonly Dictionary<string, Kind> _tensors = [];

    private KindRule(GraphScope scope)
    {
        _scope = scope;
        foreach (var tensor in scope.Graph.Inputs.Concat(scope.Graph.Outputs.Select(o => o.Target))) _tensors[tensor.Name] = KindOf(tensor);
    }

    private enum Kind
    {
        Unknown,
        Real,
        Truth,
    }

    /// <summary>The definitions, which must stand in data-flow order, with the types that their values ask for.</summary>
    public static IEnumerable<Definition> Infer(GraphScope scope, IEnumerable<Definition> ordered)
    {
        var rule = new KindRule(scope);
        return ordered.Select(rule.Infer);
    }

    private static Kind KindOf(Tensor tensor) => tensor.Type == DataType.Bool ? Kind.Truth : Kind.Real;

    private Definition Infer(Definition definition)
    {
        var target = definition.Target;
        if (definition.IsOutput)
        {
            Expect(KindOf(target), definition.Value, $"an output of type {target.Type.Text()}");
            return definition;
        }

        var kind = Of(definition.Value);
        _tensors.TryAdd(target.Name, kind);
        return definition with { Target = target with { Type = kind == Kind.Truth ? DataType.Bool : DataType.F32 } };
    }

    private Kind Of(Expression expression)
    {
        switch (expression)
        {
            case TensorRead(var tensor, _):
                return _tensors.GetValueOrDefault(tensor);
            case Unary(UnaryOperator.Not, var x):
                return Gives(Kind.Truth, Kind.Truth, "not", x);
            case Unary(UnaryOperator.Negate, var x):
                return Gives(Kind.Real, Kind.Real, "unary -", x);
            case Unary(var op, var x):
                return Gives(Kind.Real, Kind.Real, op.Text(), x);
            case Binary(BinaryOperator.And or BinaryOperator.Or, var x, var y) b:
                return Gives(Kind.Truth, Kind.Truth, b.Operator.Text(), x, y);
            case Binary(var op, var x, var y):
                return Gives(Kind.Real, Kind.Real, op.Text(), x, y);
            case Compare(var op, var x, var y):
                return Gives(Kind.Truth, Kind.Real, op.Text(), x, y);
            case Select(var condition, var x, var y):
                Expect(Kind.Truth, condition, "the condition of where");
                return Gives(Kind.Real, Kind.Real, "where", x, y);
            case Reduce(var op, _, var body):
                return Gives(Kind.Real, Kind.Real, op.Text(), body);
            case Softmax(_, var body):
                return Gives(Kind.Real, Kind.Real, "softmax", body);
            default:
                return Kind.Real;
        }
    }

    private Kind Gives(Kind result, Kind wanted, string what, params ReadOnlySpan<Expression> operands)
    {
        foreach (var operand in operands) Expect(wanted, operand, what);
        return result;
    }

    private void Expect(Kind wanted, Expression expression, string what)
    {
        var kind = Of(expression);
        if (kind == Kind.Unknown || kind == wanted) return;
        Diagnostic problem = wanted == Kind.Real ? FrontendErrors.NeedsReal(what) : FrontendErrors.NeedsTruth(what);
        _scope.Report.On(expression, problem);
    }
}
