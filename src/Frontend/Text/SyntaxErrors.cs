using Antlr4.Runtime;
using MCFuser.Core.Diagnostics;
using MCFuser.Frontend.Grammar;
using MCFuser.Frontend.Names;
using static MCFuser.Frontend.Names.Quoting;

namespace MCFuser.Frontend.Text;

/// <summary>Says what is wrong where the parser could not go on, in the words of the language rather than of the grammar.</summary>
internal static class SyntaxErrors
{
    private const string Axis = "an axis";

    public static Diagnostic Describe(Parser parser, IToken found)
    {
        if (found.Type == McfParser.STRAY)
            return new(FrontendCodes.StrayCharacter, $"the character {Quote(found.Text)} has no meaning here", StrayAdvice(found.Text));
        var wanted = Expected(parser);
        var isName = wanted is "a name" or Axis or $"{Axis} or ')'" or $"{Axis} or ']'";
        if (isName && ReservedNames.Contains(found.Text)) return FrontendErrors.ReservedName(found.Text);
        return new(FrontendCodes.Syntax, $"expected {wanted}, found {Found(found)}", Advice(parser, found, wanted));
    }

    private static string Found(IToken token) => token.Type == TokenConstants.EOF ? "the end of the file" : Quote(token.Text);

    /// <summary>Where a list may go on and may end, the parser knows only its end.</summary>
    private static string Expected(Parser parser)
    {
        var set = parser.GetExpectedTokens();
        var isEmpty = parser.TokenStream.LT(-1)?.Type is McfParser.OPEN or McfParser.OPEN_SUBSCRIPT;
        return parser.RuleContext.RuleIndex switch
        {
            McfParser.RULE_file => "'chain'",
            McfParser.RULE_primary when set.Contains(McfParser.NAME) => "an expression",
            McfParser.RULE_index when set.Contains(McfParser.NAME) && set.Count > 1 => "an index",
            McfParser.RULE_axis or McfParser.RULE_name when set.Contains(McfParser.NAME) => Axis,
            McfParser.RULE_type => "a type",
            McfParser.RULE_chain when set.Contains(McfParser.CLOSE_CHAIN) => "a statement or '}'",
            McfParser.RULE_chain when set.Contains(McfParser.CLOSE) => isEmpty ? $"{Axis} or ')'" : "',' or ')'",
            McfParser.RULE_arguments when set.Contains(McfParser.CLOSE) => "',' or ')'",
            _ when set.Contains(McfParser.CLOSE_SUBSCRIPT) => isEmpty ? $"{Axis} or ']'" : "',' or ']'",
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
        var context = parser.RuleContext;
        var rule = context.RuleIndex;
        if (rule is McfParser.RULE_index or McfParser.RULE_subscripts) return FrontendErrors.IndexForms;
        if (rule == McfParser.RULE_declaration && wanted is "':'" or "'['") return "an input or output is written NAME: type[axes]";
        if (context is McfParser.StatementContext { Start.Type: McfParser.NAME } statement) return StatementAdvice(statement.Start.Text);
        if (found.Type is >= McfParser.EQUAL and <= McfParser.GREATER_OR_EQUAL && wanted is not ("an expression" or "'='"))
            return "comparisons do not chain: join them with 'and'";
        if (found.Type == McfParser.IS && rule is McfParser.RULE_arguments or McfParser.RULE_primary) return "equality is written ==";
        if (found.Type == TokenConstants.EOF) return $"write {wanted} before the file ends";
        return $"write {wanted} here, or remove {Found(found)}";
    }

    private static string StatementAdvice(string first) => NearestName.Find(first, ["input", "output"]) is { } keyword
        ? $"did you mean '{keyword}'?"
        : "a definition is written NAME[axes] = expression, a scalar NAME[] = expression; "
            + $"if none starts here, an operator is missing before {Quote(first)}";

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
