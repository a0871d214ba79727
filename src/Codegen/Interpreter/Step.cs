using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Interpreter;

/// <summary>
/// What the interpreter does in one go: fills a tensor from a body that holds no reduction and no softmax.
/// <paramref name="Axes"/> are the target's, <see cref="Reduced"/> the further loops that end before the target is stored.
/// </summary>
internal abstract record Step(string Target, EquatableArray<string> Axes, Expression Body)
{
    public virtual EquatableArray<string> Reduced => [];

    public IEnumerable<string> Loops => Axes.Concat(Reduced);
}

internal sealed record MapStep(string Target, EquatableArray<string> Axes, Expression Body) : Step(Target, Axes, Body);

internal sealed record ReduceStep(
    string Target, EquatableArray<string> Axes, ReduceOperator Operator, EquatableArray<string> Over, Expression Body)
    : Step(Target, Axes, Body)
{
    public override EquatableArray<string> Reduced => Over;
}

internal sealed record SoftmaxStep(string Target, EquatableArray<string> Axes, string Axis, Expression Body) : Step(Target, Axes, Body);
