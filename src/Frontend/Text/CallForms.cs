using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Text;

/// <summary>One way to call a function: how it is written, how many axes (null: one or more) and arguments it takes, what it makes.</summary>
internal sealed record CallForm(string Usage, int? Axes, int Arguments, Func<EquatableArray<string>, Expression[], Expression> Make)
{
    public bool Fits(int axes, int arguments) => arguments == Arguments && (Axes is { } count ? axes == count : axes > 0);
}

/// <summary>The forms in which each function is called; max and min have two.</summary>
internal static class CallForms
{
    private static readonly ILookup<string, CallForm> Forms = All().ToLookup(f => f.Usage[..f.Usage.IndexOfAny(['(', '['])]);

    public static IEnumerable<CallForm> Of(string function) => Forms[function];

    private static IEnumerable<CallForm> All()
    {
        foreach (var op in Enum.GetValues<UnaryOperator>().Where(o => o is not (UnaryOperator.Negate or UnaryOperator.Not)))
            yield return new CallForm($"{op.Text()}(x)", 0, 1, (_, x) => new Unary(op, x[0]));

        foreach (var op in new[] { BinaryOperator.Pow, BinaryOperator.Mod, BinaryOperator.Max, BinaryOperator.Min })
            yield return new CallForm($"{op.Text()}(x, y)", 0, 2, (_, x) => new Binary(op, x[0], x[1]));
        foreach (var op in Enum.GetValues<ReduceOperator>())
            yield return new CallForm($"{op.Text()}[axes](x)", null, 1, (axes, x) => new Reduce(op, axes, x[0]));
        yield return new CallForm("softmax[axis](x)", 1, 1, (axes, x) => new Softmax(axes[0], x[0]));
        yield return new CallForm("where(condition, x, y)", 0, 3, (_, x) => new Select(x[0], x[1], x[2]));
        yield return new CallForm("extent(axis)", 0, 1, (_, x) => new AxisExtent(BareName(x[0]) ?? ""));
    }

    /// <summary>The name that an argument of <c>extent</c> consists of.</summary>
    public static string? BareName(Expression argument) => argument switch
    {
        AxisIndex(var axis) => axis,
        TensorRead(var tensor, { Count: 0 }) => tensor,
        _ => null,
    };
}
