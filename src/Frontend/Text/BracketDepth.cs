using Antlr4.Runtime;
using MCFuser.Core.Diagnostics;
using MCFuser.Frontend.Grammar;

namespace MCFuser.Frontend.Text;

/// <summary>Refuses texts whose brackets nest too deeply before a recursive parser sees them.</summary>
internal static class BracketDepth
{
    public static void Check(IEnumerable<IToken> tokens, string file)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.Type is McfParser.OPEN or McfParser.OPEN_SUBSCRIPT) depth++;
            if (token.Type is McfParser.CLOSE or McfParser.CLOSE_SUBSCRIPT) depth--;
            if (depth <= Limits.Nesting) continue;
            throw new DiagnosticException(ExitCode.InvalidInput, FrontendErrors.NestingTooDeep() with { File = file, Span = token.Span() });
        }
    }
}
