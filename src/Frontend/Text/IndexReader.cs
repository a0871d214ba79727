using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Frontend.Grammar;

namespace MCFuser.Frontend.Text;

/// <summary>Turns the five forms of an index into IR; a bare name is an axis or a scalar integer tensor.</summary>
internal sealed class IndexReader(TextScope scope, SourceMap map, Report report)
{
    public EquatableArray<IndexExpression> Read(McfParser.SubscriptsContext subscripts) =>
        subscripts.index().Select(Read).ToEquatableArray();

    private IndexExpression Read(McfParser.IndexContext index)
    {
        if (index.NAME() is not { } token) return map.Add(Constant(index, index.MINUS() is null ? 1 : -1), index.Span());
        var name = token.GetText();
        if (index.subscripts() is { } inner) return map.Add(new IndexRead(name, Read(inner)), index.Span(), token.Span());
        if (index.INTEGER() is null && scope.IsTensor(name)) return map.Add(new IndexRead(name, []), index.Span(), token.Span());
        var axis = map.Add(new IndexAxis(name), token.Span());
        if (index.INTEGER() is null) return axis;
        IndexExpression whole = index.STAR() is not null
            ? new IndexMultiply(Constant(index, 1), axis)
            : new IndexAdd(axis, Constant(index, index.MINUS() is null ? 1 : -1));
        return map.Add(whole, index.Span());
    }

    private IndexConstant Constant(McfParser.IndexContext index, int sign)
    {
        var text = index.INTEGER().GetText();
        if (Literals.TryReadInteger(text, out var value)) return new IndexConstant(sign * value);
        report.Add(FrontendErrors.NumberTooLarge(text), index.INTEGER().Span());
        return new IndexConstant(0);
    }
}
