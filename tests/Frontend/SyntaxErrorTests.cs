using MCFuser.Core.Diagnostics;
using MCFuser.Frontend;

namespace MCFuser.Tests.Frontend;

/// <summary>The first syntax error of a text: where it is, what it is called, what it says. «» marks the place.</summary>
public class SyntaxErrorTests
{
    [Theory]
    [InlineData("«chian» c(m = 8) { }", "expected 'chain', found 'chian'; write 'chain' here, or remove 'chian'")]
    [InlineData("chain «(»m = 8) { }", "expected a name, found '('")]
    [InlineData("chain c «{» }", "expected '(', found '{'")]
    [InlineData("chain c(«8») { }", "expected an axis or ')', found '8'")]
    [InlineData("chain c(m = 8, «)» { }", "expected an axis, found ')'")]
    [InlineData("chain c(m = 8 «n» = 8) { }", "expected ',' or ')', found 'n'")]
    [InlineData("chain c(m «:» 8) { }", "expected '=', found ':'")]
    [InlineData("chain c(m = «8.5») { }", "expected an integer, found '8.5'")]
    [InlineData("chain c(m = «x») { }", "expected an integer, found 'x'")]
    [InlineData("chain c(m = 1..«)» { }", "expected an integer, found ')'")]
    [InlineData("chain c(m = 8) { } «5»", "expected 'chain', found '5'")]
    [InlineData("chain c(m = 8) { } «}»", "expected 'chain', found '}'")]
    [InlineData("chain c(m = 8) { input X: f32[m] «»", "expected a statement or '}', found the end of the file; write a statement or '}' before the file ends")]
    [InlineData("chain c(m = 8) { output O: f32[m] = «»", "expected an expression, found the end of the file")]
    [InlineData("chain c(m = 8) { «chain» d() { } }", "expected a statement or '}', found 'chain'")]
    public void At_the_top(string marked, string message) => Check(MarkedText.Parse(marked), FrontendCodes.Syntax, message);

    [Theory]
    [InlineData("input W «f32»[m]", "expected ':', found 'f32'; an input or output is written NAME: type[axes]")]
    [InlineData("input W: «[»m]", "expected a type, found '['")]
    [InlineData("input W: f32 «}»", "expected '[', found '}'; an input or output is written NAME: type[axes]")]
    [InlineData("input W: f32[m, «]»", "expected an axis, found ']'")]
    [InlineData("input W: f32[«3»]", "expected an axis or ']', found '3'")]
    [InlineData("input W: f32[m «n»]", "expected ',' or ']', found 'n'")]
    [InlineData("output O«[»m] = s", "expected ':', found '['; an input or output is written NAME: type[axes]")]
    [InlineData("outptu «O»: f32[m] = s", "expected '[', found 'O'; did you mean 'output'?")]
    [InlineData("S «=» 3", "expected '[', found '='; a definition is written NAME[axes] = expression, a scalar NAME[] = expression")]
    [InlineData("S[m «+» 1] = 3", "expected ',' or ']', found '+'")]
    [InlineData("S[m] «==» 3", "expected '=', found '=='")]
    [InlineData("S[m] = sum[k] X[m, k] «+» s", "an operator is missing before 'X'")]
    public void In_statements(string marked, string message) => Check(MarkedText.InChain(marked), FrontendCodes.Syntax, message);

    [Theory]
    [InlineData("m + «*» 3", "expected an expression, found '*'")]
    [InlineData("m + «not» m", "expected an expression, found 'not'")]
    [InlineData("exp(«)»", "expected an expression, found ')'")]
    [InlineData("pow(m, «)»", "expected an expression, found ')'")]
    [InlineData("pow(m «m»)", "expected ',' or ')', found 'm'")]
    [InlineData("m + 3«)»", "expected a statement or '}', found ')'")]
    [InlineData("(m + 3 «]»", "expected ')', found ']'")]
    [InlineData("where(m «=» 3, 1, 2)", "expected ',' or ')', found '='; equality is written ==")]
    [InlineData("(m «=» 3)", "expected ')', found '='; equality is written ==")]
    [InlineData("1 < 2 «<» 3", "comparisons do not chain: join them with 'and'")]
    [InlineData("(1 == 2 «!=» 3)", "comparisons do not chain: join them with 'and'")]
    [InlineData("X[«]»", "expected an index, found ']'; an index is an axis")]
    [InlineData("X[m, «}»", "expected an index, found '}'")]
    [InlineData("X[2 * m «+» 1, k]", "expected ',' or ']', found '+'; an index is an axis")]
    [InlineData("X[m «*» 2, k]", "expected ',' or ']', found '*'")]
    [InlineData("X[m + «k», k]", "expected an integer, found 'k'")]
    [InlineData("X[2«k», k]", "expected ',' or ']', found 'k'")]
    [InlineData("X[«(»m), k]", "expected an index, found '('")]
    [InlineData("X[-«m», k]", "expected an integer, found 'm'")]
    [InlineData("X[«2.5», k]", "expected an index, found '2.5'")]
    [InlineData("X[m, k «»", "expected ',' or ']', found the end of the file", true)]
    public void In_expressions(string marked, string message, bool cut = false)
    {
        var text = MarkedText.InChain($"output O: f32[m] = {marked}");
        if (cut) text = MarkedText.Parse($"chain c(m = 8, k = 4) {{ input X: f32[m, k] output O: f32[m] = {marked}");
        Check(text, FrontendCodes.Syntax, message);
    }

    [Theory]
    [InlineData("m «%» 3", "write mod(x, y)")]
    [InlineData("m «&»& m", "write 'and'")]
    [InlineData("m «|»| m", "write 'or'")]
    [InlineData("«!»m", "write 'not'")]
    [InlineData("m «^» 2", "write pow(x, y)")]
    [InlineData("m«;»", "statements need no end mark")]
    [InlineData("m «#» a comment", "a comment starts with //")]
    [InlineData("3«.» + m", "write a digit on both sides")]
    [InlineData("«é»", "the character 'é' has no meaning here; remove it")]
    [InlineData("m «\u0001»", "the character 'U+0001' has no meaning here; remove it")]
    public void Characters_outside_of_the_language(string marked, string message) =>
        Check(MarkedText.InChain($"output O: f32[m] = {marked}"), FrontendCodes.StrayCharacter, message);

    [Theory]
    [InlineData("chain c(«and» = 8) { }")]
    [InlineData("chain c(m = 8) { input «not»: f32[m] }")]
    [InlineData("chain c(m = 8) { input X: f32[«inf»] }")]
    [InlineData("chain «output»(m = 8) { }")]
    [InlineData("chain c(«exp» = 8) { input X: f32[exp] output O: f32[exp] = X[exp] }")]
    [InlineData("chain c(m = 8) { input «sum»: f32[m] output O: f32[m] = 1 }")]
    [InlineData("chain c(m = 8) { «gelu_tanh»[m] = 1 output O: f32[m] = 1 }")]
    [InlineData("chain c(m = 8) { output «extent»: f32[m] = 1 }")]
    public void Keywords_and_functions_are_no_names(string marked) => Check(MarkedText.Parse(marked), FrontendCodes.ReservedName, "is reserved");

    private static void Check(MarkedText text, string code, string message)
    {
        var failure = Assert.Throws<DiagnosticException>(() => GraphReader.ReadText(text.Text, "c.mcf"));
        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Contains(message, diagnostic.ToString(), StringComparison.Ordinal);
        Assert.Equal((code, Assert.Single(text.Spans)), (diagnostic.Code, diagnostic.Span!.Value));
        Assert.Equal((ExitCode.InvalidInput, "c.mcf"), (failure.ExitCode, diagnostic.File));
    }
}
