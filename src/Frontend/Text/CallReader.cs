using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Frontend.Grammar;
using MCFuser.Frontend.Names;

namespace MCFuser.Frontend.Text;

/// <summary>Settles what a name with or without brackets and parentheses means.</summary>
internal sealed class CallReader(TextScope scope, SourceMap map, Report report)
{
    /// <summary>A name alone: an axis, or a scalar.</summary>
    public Expression ReadBare(McfParser.PrimaryContext context, string name)
    {
        if (scope.IsAxis(name)) return map.Add(new AxisIndex(name), context.Span());
        return Misused(context) ?? map.Add(new TensorRead(name, []), context.Span());
    }

    /// <summary>A function without its parentheses, reported; null if the name is no function's.</summary>
    public Expression? Misused(McfParser.PrimaryContext context) =>
        ReservedNames.IsFunction(context.NAME().GetText()) ? Wrong(context) : null;

    /// <summary>A name with arguments, and perhaps with axes.</summary>
    public Expression ReadCall(McfParser.PrimaryContext context, Expression[] arguments)
    {
        var name = context.NAME().GetText();
        if (!ReservedNames.IsFunction(name))
        {
            var problem = scope.IsTensor(name) ? FrontendErrors.TensorIsNoFunction(name) : FrontendErrors.UnknownFunction(name);
            report.Add(problem, context.NAME().Span());
            return Placeholder(context);
        }

        var indices = context.subscripts()?.index() ?? [];
        if (!indices.All(i => i.ChildCount == 1 && i.NAME() is not null)) return Wrong(context);
        var form = CallForms.Of(name).FirstOrDefault(f => f.Fits(indices.Length, arguments.Length));
        if (form is null) return Wrong(context);
        var call = form.Make(indices.Select(i => i.GetText()).ToEquatableArray(), arguments);
        if (call is AxisExtent { Axis: "" }) return Wrong(context);
        var listed = call is AxisExtent ? [context.arguments().expression(0).Span()] : indices.Select(i => i.Span());
        return map.Add(call, context.Span(), listed);
    }

    private Number Wrong(McfParser.PrimaryContext context)
    {
        var name = context.NAME().GetText();
        report.Add(FrontendErrors.WrongCall(name, string.Join(" or ", CallForms.Of(name).Select(f => f.Usage))), context.Span());
        return Placeholder(context);
    }

    /// <summary>Stands for what was reported; the graph is thrown away.</summary>
    private Number Placeholder(McfParser.PrimaryContext context) => map.Add(new Number(0), context.Span());
}
