using MCFuser.Core.Diagnostics;
using MCFuser.Frontend;

namespace MCFuser.Tests.Frontend;

/// <summary>Every rule of the verifier, broken: all messages of a text, each at the place marked by «».</summary>
public class SemanticErrorTests
{
    [Theory]
    [InlineData(FrontendCodes.UnknownFunction, "T[m] = «foo»(m) + «sqr»(m) + «Exp»(m)", "there is no function 'sqr'; did you mean 'sqrt'?")]
    [InlineData(FrontendCodes.UnknownFunction, "T[m] = «X»(m)", "'X' is a tensor, not a function")]
    [InlineData(FrontendCodes.UnknownFunction, "T[m] = «prod»[k](X[m, k])", "there is no function 'prod'; the functions are abs, cos,")]
    [InlineData(FrontendCodes.UnknownType, "input W: «f8»[m] input U: «Float»[m]", "the types are f16, bf16, f32, i32, i64, bool")]
    [InlineData(FrontendCodes.WrongCall, "T[m] = «sum(X[m, k])»", "write sum[axes](x)")]
    [InlineData(FrontendCodes.WrongCall, "T[m] = «sum[k](m, k)» + «sum[k + 1](m)» + «sum[k]»", "write sum[axes](x)")]
    [InlineData(FrontendCodes.WrongCall, "T[m] = «max(m)» + «max[k](m, k)»", "write max(x, y) or max[axes](x)")]
    [InlineData(FrontendCodes.WrongCall, "T[m] = «exp» + «exp(m, m)» + «exp[k](m)»", "write exp(x)")]
    [InlineData(FrontendCodes.WrongCall, "T[m] = «softmax[m, k](m)» + «softmax(m)»", "write softmax[axis](x)")]
    [InlineData(FrontendCodes.WrongCall, "T[m] = «extent(3)» + «extent(m + 1)» + «extent(X[m, k])»", "write extent(axis)")]
    [InlineData(FrontendCodes.NumberTooLarge, "T[m] = «1e999» + X[«99999999999999999999», 0]", "the number 1e999 is too large")]
    public void Calls_and_literals(string code, string statements, string message) => Check(code, MarkedText.InChain(statements), message);

    [Theory]
    [InlineData(FrontendCodes.UnknownTensor, "«Xx»[m, 0] + «bias»[m] + «u» + Xx[m, 1]", "there is no tensor 'Xx'; did you mean 'X'?")]
    [InlineData(FrontendCodes.UnknownTensor, "«bias»[m]", "the tensors are X, Y, Z, B, I, J, s, p, O")]
    [InlineData(FrontendCodes.UnknownTensor, "«m»[m]", "'m' is an axis, not a tensor")]
    [InlineData(FrontendCodes.UnknownAxis, "X[«v», 0] + X[2 * «w», 0] + extent(«foo») + Z[I[«q»]]", "there is no axis 'v'; the axes are m, n, k, one")]
    [InlineData(FrontendCodes.UnknownAxis, "X[«p» + 1, 0] + extent(«s»)", "'p' is a tensor, not an axis")]
    [InlineData(FrontendCodes.UnknownAxis, "sum[«kk»](X[m, 0]) + softmax[«j»](X[m, 0])", "there is no axis 'kk'; did you mean 'k'?")]
    [InlineData(FrontendCodes.WrongRank, "«X[m]» + «s[0]» + «Z» + «X[m, 0, 0]»", "'X' has 2 dimensions, but is read with 1 index; write one index a dimension: X[m, k]")]
    [InlineData(FrontendCodes.WrongRank, "«s[0]»", "'s' has no dimensions, but is read with 1 index; read a scalar by its bare name")]
    [InlineData(FrontendCodes.WrongRank, "Z[«I[m, 0]»] + Z[«J[m]»]", "'I' has 1 dimension, but is read with 2 indices")]
    [InlineData(FrontendCodes.ExtentsDisagree, "X[m, «m»] + sum[k](X[«k», 0])", "axis m has extent 8, but the dimension k of 'X' has 4")]
    [InlineData(FrontendCodes.ExtentsDisagree, "sum[one](Z[J[m, «one»]])", "axis one has extent 1, but the dimension n of 'J' has 8")]
    [InlineData(FrontendCodes.IndexLeavesDimension, "Z[«m + 1»] + Z[«m - 1»] + Z[«8»] + Z[«-1»] + Z[«2 * m»]", "index m + 1 reaches 1 to 8, outside of the dimension n of 'Z'; keep it within 0 to extent - 1, where the extent is 8")]
    [InlineData(FrontendCodes.IndexLeavesDimension, "Z[«9223372036854775807 * m»] + Z[«m + 9223372036854775807»]", "reaches 0 to 64563604257983430649,")]
    [InlineData(FrontendCodes.IndexLeavesDimension, "Z[J[m, «8»]]", "index 8 is outside of the dimension n of 'J'")]
    [InlineData(FrontendCodes.IndexTensor, "Z[«s»] + X[«X», 0] + Z[«Z»[m]]", "'s' cannot be an index; an index is read from an input of type i32 or i64")]
    public void References(string code, string value, string message) =>
        Check(code, MarkedText.InChain($"output O: f32[m] = {value}"), message);

    [Theory]
    [InlineData(FrontendCodes.AbsentAxis, "sum[«n»](X[m, 0]) + softmax[«k»](X[m, 0])", "sum[n] does not use axis 'n'; remove the axis")]
    [InlineData(FrontendCodes.AbsentAxis, "mean[k, «one»](X[m, k] * extent(one))", "mean[one] does not use axis 'one'")]
    [InlineData(FrontendCodes.AbsentAxis, "max[«k»](1)", "max[k] does not use axis 'k'")]
    [InlineData(FrontendCodes.FreeAxis, "X[m, «k»] + Z[«n»] + k", "axis 'k' is free in the definition of 'O'; add it to the left side, or reduce it: sum[k](...)")]
    [InlineData(FrontendCodes.FreeAxis, "softmax[k](X[m, «k»])", "axis 'k' is free")]
    [InlineData(FrontendCodes.FreeAxis, "sum[k](X[m, k]) + «k»", "axis 'k' is free")]
    [InlineData(FrontendCodes.FreeAxis, "Z[J[m, «n»]]", "axis 'n' is free")]
    [InlineData(FrontendCodes.ReboundAxis, "sum[k](X[m, k] / sum[«k»](X[m, k]))", "axis 'k' is reduced by an enclosing reduction already")]
    [InlineData(FrontendCodes.RepeatedAxis, "sum[k, «k»](X[m, k])", "axis 'k' stands here twice")]
    public void Binding(string code, string value, string message) => Check(code, MarkedText.InChain($"output O: f32[m] = {value}"), message);

    [Theory]
    [InlineData("output O: f32[m] = «not (m < 3)»", "an output of type f32 needs a real, but this is a truth value; turn it into a real: where(condition, 1, 0)")]
    [InlineData("output O: bool[m] = «m»", "an output of type bool needs a truth value, but this is a real; compare it with something, as in x != 0")]
    [InlineData("output O: bool[m] = not «m»", "not needs a truth value")]
    [InlineData("output O: bool[m] = «m» and m < 3 or «X[m, 0]»", "and needs a truth value")]
    [InlineData("output O: bool[m] = («m < 3») == «B[m, 0]»", "== needs a real")]
    [InlineData("output O: f32[m] = 1 + («m < 3») * 2", "* needs a real")]
    [InlineData("output O: f32[m] = -(«m < 3») + exp(«B[m, 0]»)", "unary - needs a real")]
    [InlineData("output O: f32[m] = sum[n](«B[m, n]») + max[n](«B[m, n]») + mean[n](softmax[n](«B[m, n]»))", "sum needs a real")]
    [InlineData("output O: f32[m] = where(«m», 1, 2)", "the condition of where needs a truth value")]
    [InlineData("output O: f32[m] = where(m < 3, «B[m, 0]», «m < 2»)", "where needs a real")]
    [InlineData("T[m] = m < 3 output O: f32[m] = «T[m]»", "an output of type f32 needs a real")]
    [InlineData("output T: bool[m] = m < 3 output O: f32[m] = 1 + «T[m]»", "+ needs a real")]
    [InlineData("output O: f32[m] = pow(«B[m, 0]», 2) + max(«B[m, 1]», 2)", "pow needs a real")]
    public void Kinds(string statements, string message) =>
        Check(FrontendCodes.WrongKind, MarkedText.InChain(statements), message);

    [Theory]
    [InlineData(FrontendCodes.DuplicateName, "input «X»: f32[m] «n»[m] = 1 output «s»: f32[m] = 1 T[m] = 1 «T»[m] = 2", "'X' is defined already")]
    [InlineData(FrontendCodes.UnknownAxis, "input W: f32[m, «j»] T[«q»] = 1 output O: f32[m] = 1", "there is no axis 'j'")]
    [InlineData(FrontendCodes.UnknownAxis, "output O: f32[m, «s»] = 1", "'s' is a tensor, not an axis")]
    [InlineData(FrontendCodes.RepeatedAxis, "input W: f32[m, «m»] T[n, k, «n»] = 1 output O: f32[m] = 1", "axis 'm' stands here twice")]
    [InlineData(FrontendCodes.OutputType, "output «O»: i32[m] = m output «P»: i64[m] = m", "output 'O' cannot have type i32; an output is f16, bf16 or f32, or bool for truth values")]
    [InlineData(FrontendCodes.IndexTensor, "T[m] = m output O: f32[m] = Z[«T»[m]]", "an index is read from an input")]
    [InlineData(FrontendCodes.Cycle, "«P»[m] = R[m] R[m] = T[m] T[m] = P[m] output O: f32[m] = P[m]", "'P' is defined by itself: P -> R -> T -> P")]
    [InlineData(FrontendCodes.Cycle, "output «O»: f32[m] = 1 + O[m]", "'O' is defined by itself: O -> O")]
    public void Definitions(string code, string statements, string message) => Check(code, MarkedText.InChain(statements), message);

    [Theory]
    [InlineData(FrontendCodes.NoOutput, "chain «c»(m = 8) { T[m] = 1 }", "chain 'c' has no output")]
    [InlineData(FrontendCodes.NoOutput, "chain «c»() { }", "chain 'c' has no output")]
    [InlineData(FrontendCodes.DuplicateName, "chain c(m = 8, «m» = 4) { output O: f32[m] = 1 }", "'m' is defined already")]
    [InlineData(FrontendCodes.ExtentOutOfRange, "chain c(m = «0», n = «-3», k = «1099511627777», d = «0..4», e = «4..3», f = «1..9223372036854775807») { output O: f32[] = 1 }", "the extent 0 of axis 'm' is out of range; an extent is 1 to 1099511627776")]
    [InlineData(FrontendCodes.NumberTooLarge, "chain c(m = «9223372036854775808») { output O: f32[m] = 1 }", "the number 9223372036854775808 is too large")]
    [InlineData(FrontendCodes.TensorTooLarge, "chain c(m = 1048576, n = 1048577) { input «X»: f32[m, n] «T»[m, n] = 1 output «O»: f32[n, m] = 1 }", "tensor 'X' has more than 1099511627776 elements")]
    [InlineData(FrontendCodes.TensorTooLarge, "chain c(m = 1..1099511627776, n = 2) { input «X»: f32[m, n] output O: f32[m] = 1 }", "tensor 'X' has more than")]
    [InlineData(FrontendCodes.TensorTooLarge, "chain c(a = 1099511627776, b = 1099511627776, d = 1099511627776, e = 1099511627776) { output «O»: f32[a, b, d, e] = 1 }", "tensor 'O' has more than")]
    [InlineData(FrontendCodes.ExtentsDisagree, "chain c(m = 1..9, n = 1..9) { input X: f32[m] output O: f32[n] = X[«n»] }", "use one axis for both, or bind the axes with --set")]
    [InlineData(FrontendCodes.ExtentsDisagree, "chain c(m = 1..9, n = 9) { input X: f32[m] output O: f32[n] = X[«n»] }", "axis n has extent 9, but the dimension m of 'X' has 1..9")]
    [InlineData(FrontendCodes.IndexLeavesDimension, "chain c(m = 2..9, n = 1..9) { input X: f32[m] output O: f32[n] = X[«2»] + X[«n - 0»] + X[1] }", "index 2 is outside of the dimension m of 'X'; keep it within 0 to extent - 1, where the extent is 2..9")]
    [InlineData(FrontendCodes.DuplicateChain, "chain c(m = 8) { output O: f32[m] = 1 } chain «c»(m = 8) { output O: f32[m] = 1 }", "there is a chain 'c' already")]
    [InlineData(FrontendCodes.UnknownTensor, "chain c(m = 8) { output O: f32[m] = «x» } chain d(m = 8) { output O: f32[m] = «y» }", "there is no tensor 'y'")]
    public void Whole_chains(string code, string marked, string message) => Check(code, MarkedText.Parse(marked), message);

    [Fact]
    public void A_text_without_a_chain_has_no_place_to_point_at()
    {
        foreach (var text in new[] { "", "\n", "// nothing here", " \t\r\n" })
        {
            var diagnostic = Assert.Single(Assert.Throws<DiagnosticException>(() => GraphReader.ReadText(text, "c.mcf")).Diagnostics);
            Assert.Equal("c.mcf: error MCF1014: there is no chain; write one: chain name(axis = extent, ...) { ... }", diagnostic.ToString());
        }
    }

    [Fact]
    public void Messages_about_one_text_are_limited()
    {
        var reads = string.Concat(Enumerable.Range(0, 1000).Select(i => $" T{i}[m] = unknown{i}"));
        var failure = Assert.Throws<DiagnosticException>(() => GraphReader.ReadText($"chain c(m = 8) {{{reads} }}", "c.mcf"));
        Assert.Equal(Limits.Messages, failure.Diagnostics.Count);
    }

    [Fact]
    public void A_long_cycle_is_shortened()
    {
        var steps = string.Concat(Enumerable.Range(0, 30_000).Select(i => $" T{i}[m] = T{(i + 1) % 30_000}[m]"));
        var failure = Assert.Throws<DiagnosticException>(() => GraphReader.ReadText($"chain c(m = 8) {{{steps} output O: f32[m] = T0[m] }}", "c.mcf"));
        Assert.Equal(
            "'T0' is defined by itself: T0 -> T1 -> T2 -> T3 -> T4 -> T5 -> T6 -> T7 -> ... -> T0", Assert.Single(failure.Diagnostics).Problem);
    }

    private static void Check(string code, MarkedText text, string message)
    {
        var failure = Assert.Throws<DiagnosticException>(() => GraphReader.ReadText(text.Text, "c.mcf"));
        Assert.Contains(failure.Diagnostics, d => d.ToString().Contains(message, StringComparison.Ordinal));
        Assert.All(failure.Diagnostics, d => Assert.Equal(code, d.Code));
        Assert.Equal(text.Spans, failure.Diagnostics.Select(d => d.Span!.Value));
        Assert.Equal(ExitCode.InvalidInput, failure.ExitCode);
    }
}
