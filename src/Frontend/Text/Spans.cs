using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Frontend.Text;

/// <summary>Places of tokens and of what is made of them.</summary>
internal static class Spans
{
    public static SourceSpan Span(this IToken token) =>
        new(token.Line, token.Column + 1, token.Type == TokenConstants.EOF ? 0 : token.StopIndex - token.StartIndex + 1);

    public static SourceSpan Span(this ITerminalNode node) => node.Symbol.Span();

    public static SourceSpan Span(this ParserRuleContext context) => context.Start.To(context.Stop);

    /// <summary>From the start of one token to the end of another.</summary>
    public static SourceSpan To(this IToken first, IToken last) => new(first.Line, first.Column + 1, last.StopIndex - first.StartIndex + 1);
}
