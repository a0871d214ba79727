using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Frontend.Building;
using MCFuser.Frontend.Verification;

namespace MCFuser.Tests.Frontend;

/// <summary>Nesting up to the limit is fine; beyond it there is a message, however deep it goes.</summary>
public class NestingTests
{
    public static TheoryData<string, string, string> Shapes => new()
    {
        { "(", "m", ")" },
        { "exp(", "m", ")" },
        { "max(1, ", "m", ")" },
        { "1 - (", "m", ")" },
        { "-", "m", "" },
        { "m + ", "m", "" },
        { "", "m", " * m" },
        { "pow(", "m", ", 2)" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_nest_to_the_limit(string open, string core, string close)
    {
        Read(Nested(open, core, close, Limits.Nesting));
        AssertTooDeep(Nested(open, core, close, Limits.Nesting + 1));
        AssertTooDeep(Nested(open, core, close, 5000));
        AssertTooDeep(Nested(open, core, close, 50_000));
    }

    [Fact]
    public void The_limit_fits_a_small_stack()
    {
        var equal = false;
        var thread = new Thread(
            () =>
            {
                var graph = Read(Nested("softmax[m](", "m", ")", Limits.Nesting));
                equal = graph.Equals(GraphReader.ReadText(graph.ToString(), "printed.mcf")[0]);
            },
            maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();
        Assert.True(equal);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(100_000, false)]
    public void Truth_values_nest_to_the_limit(int levels, bool fits)
    {
        var text = $"chain c(m = 8) {{ input B: bool[m] output O: bool[m] = {Nested("not ", "B[0]", "", levels - 1)} }}";
        if (fits) GraphReader.ReadText(text, "c.mcf");
        else Assert.Equal(FrontendCodes.NestingTooDeep, Failure(text).Code);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(5000, false)]
    public void Indices_nest_to_the_limit(int levels, bool fits)
    {
        var text = $"chain c(m = 8) {{ input I: i32[m] output O: f32[m] = {Nested("I[", "m", "]", levels)} }}";
        if (fits) GraphReader.ReadText(text, "c.mcf");
        else Assert.Equal(FrontendCodes.NestingTooDeep, Failure(text).Code);
    }

    [Fact]
    public void Brackets_that_never_close_are_too_deep_as_well()
    {
        foreach (var open in new[] { "(", "[", "X[", "exp(", "(-", "where(not(" })
            Assert.Equal(FrontendCodes.NestingTooDeep, Failure($"chain c(m = 8) {{ output O: f32[m] = {Nested(open, "", "", 20_000)}").Code);
    }

    [Fact]
    public void Long_lists_are_not_deep()
    {
        var inputs = string.Concat(Enumerable.Range(0, 2000).Select(i => $" input X{i}: f32[m]"));
        var steps = string.Concat(Enumerable.Range(0, 2000).Select(i => $" T{i}[m] = X{i}[m] + T{i + 1}[m]"));
        var graph = GraphReader.ReadText($"chain c(m = 8) {{{inputs}{steps} T2000[m] = 1 output O: f32[m] = T0[m] }}", "c.mcf")[0];
        Assert.Equal("T2000", graph.Definitions[0].Target.Name);
    }

    [Fact]
    public void Graphs_that_were_not_read_from_a_text_are_checked_too()
    {
        var expression = new Number(1) as Expression;
        for (var i = 0; i < 100_000; i++) expression = new Unary(UnaryOperator.Exp, expression);
        var graph = new OperatorGraph("c", [], [], [new Definition(new Tensor("O", MCFuser.Core.DataType.F32, []), expression, true)]);
        Assert.Equal(FrontendCodes.NestingTooDeep, Assert.Single(Assert.Throws<DiagnosticException>(() => GraphVerifier.Verify(graph)).Diagnostics).Code);

        var builder = new GraphBuilder("c");
        Value sum = 1;
        for (var i = 0; i < 100_000; i++) sum += 1;
        builder.Output("O", MCFuser.Core.DataType.F32, [], sum);
        Assert.Equal(FrontendCodes.NestingTooDeep, Assert.Single(Assert.Throws<DiagnosticException>(builder.Build).Diagnostics).Code);
    }

    private static string Nested(string open, string core, string close, int levels) =>
        string.Concat(Enumerable.Repeat(open, levels)) + core + string.Concat(Enumerable.Repeat(close, levels));

    private static OperatorGraph Read(string value) => GraphReader.ReadText($"chain c(m = 8) {{ output O: f32[m] = {value} }}", "c.mcf")[0];

    private static void AssertTooDeep(string value) =>
        Assert.Equal(FrontendCodes.NestingTooDeep, Failure($"chain c(m = 8) {{ output O: f32[m] = {value} }}").Code);

    private static Diagnostic Failure(string text) =>
        Assert.Single(Assert.Throws<DiagnosticException>(() => GraphReader.ReadText(text, "c.mcf")).Diagnostics);
}
