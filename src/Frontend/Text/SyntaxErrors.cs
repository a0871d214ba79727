using Antlr4.Runtime;
using MCFuser.Core.Diagnostics;
using MCFuser.Frontend.Grammar;
using MCFuser.Frontend.Names;
using static MCFuser.Frontend.Names.Quoting;

namespace MCFuser.Frontend.Text;

/// <summary>Says what is wrong where the parser could not go on, in the words of the language rather than of the grammar.</summary>
internal static class SyntaxErrors
{
    public static Diagnostic Describe(Parser parser, IToken found)
    {
        if (found.Type == McfParser.STRAY) return new(FrontendCodes.StrayCharacter, $"the character {Quote(found.Text)} has no meaning here", StrayAdvice(found.Text));
        var expected = parser.GetExpectedTokens();
        if (expected.Contains(McfParser.NAME) && expected.Count == 1 && ReservedNames.Contains(found.Text)) return FrontendErrors.ReservedName(found.Text);
        var wanted = Expected(parser);
        return new(FrontendCodes.Syntax, $"expected {wanted}, found {Found(found)}", Advice(parser, found, wanted));
    }

    private static string Found(IToken token) => token.Type == TokenConstants.EOF ? "the end of the file" : Quote(token.Text);

    private static string Expected(Parser parser)
    {
        var set = parser.GetExpectedTokens();
        var previous = parser.TokenStream.LT(-1)?.Type;
        var empty = previous is McfParser.OPEN or McfParser.OPEN_SUBSCRIPT;
        return parser.RuleContext.RuleIndex switch
        {
            McfParser.RULE_file => "'chain'",
            McfParser.RULE_primary when set.Contains(McfParser.NAME) => "an expression",
            McfParser.RULE_index when set.Contains(McfParser.NAME) && set.Count > 1 => "an index",
            McfParser.RULE_chain when set.Contains(McfParser.CLOSE_CHAIN) => "'input', 'output', a definition or '}'",
            McfParser.RULE_chain when set.Contains(McfParser.CLOSE) => empty ? "an axis or ')'" : "',' or ')'",
            McfParser.RULE_arguments when set.Contains(McfParser.CLOSE) => "',' or ')'",
            _ when set.Contains(McfParser.CLOSE_SUBSCRIPT) => empty ? "an axis or ']'" : "',' or ']'",
            _ => string.Join(" or ", set.ToList().Select(Name)),
        };
    }

    private static string Name(int token) => token switch
    {
        McfParser.NAME => "a name",
        McfParser.INTEGER => "an integer",
        TokenConstants.EOF => "the end of the file",
        _ => McfParser.DefaultVocabulary.GetDisplayName(token),
    };

    private static string Advice(Parser parser, IToken found, string wanted)
    {
        var rule = parser.RuleContext.RuleIndex;
        if (rule is McfParser.RULE_index or McfParser.RULE_subscripts) return FrontendErrors.IndexForms;
        if (rule == McfParser.RULE_statement && wanted is "'['") return "a definition is written NAME[axes] = expression, a scalar NAME[] = expression";
        if (found.Type is >= McfParser.EQUAL and <= McfParser.GREATER_OR_EQUAL && wanted != "an expression")
            return "comparisons do not chain: join them with 'and'";
        if (found.Type == McfParser.IS && wanted.Contains(')', StringComparison.Ordinal)) return "equality is written ==";
        if (found.Type == TokenConstants.EOF) return $"write {wanted} before the file ends";
        return $"write {wanted} here, or remove {Found(found)}";
    }

    private static string StrayAdvice(string character) => character switch
    {
        "&" => "write 'and'",
        "|" => "write 'or'",
        "!" => "write 'not', or != between two values",
        ";" => "remove it: statements need no end mark",
        "%" => "write mod(x, y)",
        "^" => "write pow(x, y)",
        "#" => "a comment starts with //",
        "." => "write a digit on both sides of a decimal point",
        _ => "remove it",
    };
}
