using CsCheck;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Tests.Core.TilePrograms;

public class TileProgramParserTests
{
    private static readonly Gen<double> Reals = Gen.OneOf(
        Gen.Double.Where(double.IsFinite),
        OneOf(0.0, -0.0, -2, 1e20, -1.5e-7, double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity));

    private static readonly Gen<IndexExpression> Indices = Gen.Recursive<IndexExpression>((depth, inner) => depth > 4
        ? Gen.OneOf<IndexExpression>(Gen.Long.Select(v => new IndexConstant(v)), OneOf("m", "row.n").Select(a => new IndexAxis(a)))
        : Gen.OneOf<IndexExpression>(
            Gen.OneOf(Gen.Long, Gen.Long[-3, 3]).Select(v => new IndexConstant(v)),
            OneOf("m", "row.n").Select(a => new IndexExtent(a)),
            Gen.Select(inner, inner, (x, y) => new IndexAdd(x, y)),
            Gen.Select(inner, inner, (x, y) => new IndexMultiply(x, y)),
            Gen.Select(inner, inner, (x, y) => new IndexFloorDivide(x, y)),
            Gen.Select(inner, inner, (x, y) => new IndexModulo(x, y)),
            Gen.Select(inner, inner, (x, y) => new IndexMin(x, y)),
            Gen.Select(inner, inner, (x, y) => new IndexMax(x, y)),
            inner.Array[0, 2].Select(i => new IndexRead("T", i.ToEquatableArray()))));

    private static readonly Gen<Expression> Expressions = Gen.Recursive<Expression>((depth, inner) => depth > 5
        ? Gen.OneOf<Expression>(Reals.Select(v => new Number(v)), Gen.Const(new AxisIndex("m")), Gen.Const(new Element("S.tile")))
        : Gen.OneOf<Expression>(
            Reals.Select(v => new Number(v)),
            OneOf("m", "row.n").Select(a => new AxisIndex(a)),
            Gen.Const(new AxisExtent("m")),
            OneOf("S.tile", "x", "cast", "where", "over").Select(b => new Element(b)),
            Gen.Select(Gen.Enum<UnaryOperator>(), inner, (op, x) => new Unary(op, x)),
            Gen.Select(Gen.Enum<BinaryOperator>(), inner, inner, (op, x, y) => new Binary(op, x, y)),
            Gen.Select(Gen.Enum<CompareOperator>(), inner, inner, (op, x, y) => new Compare(op, x, y)),
            Gen.Select(inner, inner, inner, (c, x, y) => new Select(c, x, y)),
            Gen.Select(Gen.Enum<DataType>(), inner, (type, x) => new Cast(type, x))));

    [Theory]
    [MemberData(nameof(TileProgramSamples.All), MemberType = typeof(TileProgramSamples))]
    public void Printing_gives_the_text_that_was_read(string text) => Assert.Equal(text, TileProgramSamples.Parse(text).ToString());

    [Fact]
    public void Reading_gives_the_program_that_was_printed()
    {
        Gen.Select(Expressions, Indices, (value, index) => Program([
            new For("m", index, new IndexConstant(5), new SplitLoop(3, SplitScope.Cluster), [new Map("x", value)]),
            new If(CompareOperator.GreaterOrEqual, index, index, []),
            new Load("x", "T", [index, new IndexAxis("m")]),
            new Store("T", [], "x"),
        ])).Sample(program =>
        {
            var read = TileProgramSamples.Parse(program.ToString());
            Assert.Equal(program, read);
            Assert.Equal(program.ToString(), read.ToString());
            Assert.Equal(Bits(program), Bits(read));
        }, iter: 2000);
    }

    [Fact]
    public void Reads_declarations_of_every_form()
    {
        var program = Program([new Combine("s", SplitScope.Grid), new Update("s", "x", "y"), new Finish("s", "x", "y"), new Init("s")]);
        Assert.Equal(program, TileProgramSamples.Parse(program.ToString()));
    }

    [Fact]
    public void A_negative_number_is_not_the_negation_of_a_number()
    {
        var two = new Number(2);
        foreach (var value in new Expression[] { new Number(-2), new Unary(UnaryOperator.Negate, two), new Unary(UnaryOperator.Negate, new Number(-2)) })
        {
            var map = (Map)TileProgramSamples.Parse(Program([new Map("x", value)]).ToString()).Body[0];
            Assert.Equal(value, map.Value);
        }

        Assert.Equal("-(2)", new Unary(UnaryOperator.Negate, two).ToString());
    }

    [Theory]
    [InlineData("axis m = 512 tile 128 outer", "axis m = 512 tile 128 inner", "kernel.tile(3,25): error MCF0005: unknown role 'inner'; use one of batch, outer")]
    [InlineData("axis m = 512", "axis m = 99999999999999999999", "kernel.tile(3,12): error MCF0003: the number 99999999999999999999 is not an integer from 1")]
    [InlineData("init E\n", "init E ;\n", "kernel.tile(21,12): error MCF0002: unexpected character ';'")]
    [InlineData("init E\n", "init\n", "kernel.tile(21,9): error MCF0001: expected the name of a state, found the end of the line")]
    [InlineData("init E\n", "clear E\n", "kernel.tile(21,5): error MCF0005: unknown statement 'clear'; use one of for, if, load")]
    [InlineData("map C.tile = C.sum", "map C.tile = C.sum * frob(C.sum)", "error MCF0005: unknown function 'frob'; use one of exp")]
    [InlineData("map C.tile = C.sum", "map C.tile = 1E+999", "kernel.tile(29,20): error MCF0003: the number 1E+999 is not a finite number")]
    [InlineData("in f16\n", "in f64\n", "error MCF0005: unknown precision 'f64'")]
    [InlineData("A: f16 global", "A: f17 global", "kernel.tile(7,12): error MCF0005: unknown data type 'f17'; use one of f16")]
    [InlineData("tile program gemm_chain", "{}", "kernel.tile(1,1): error MCF0001: expected 'tile', found '{'")]
    public void Malformed_text_names_place_and_remedy(string old, string replacement, string message)
    {
        var error = Assert.Throws<DiagnosticException>(() => TileProgramSamples.Changed(TileProgramSamples.GemmChain, old, replacement));
        Assert.Equal(ExitCode.InvalidInput, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("- ", "")]
    [InlineData("not ", "")]
    [InlineData("exp(", ")")]
    [InlineData("", " + C.sum")]
    public void Nesting_has_a_limit(string before, string after)
    {
        var deep = string.Concat(Enumerable.Repeat(before, 100_000)) + "C.sum" + string.Concat(Enumerable.Repeat(after, 100_000));
        var error = Assert.Throws<DiagnosticException>(() => TileProgramSamples.Changed(TileProgramSamples.GemmChain, "C.tile = C.sum", $"C.tile = {deep}"));
        Assert.Equal(TileProgramCodes.NestingTooDeep, error.Diagnostics[0].Code);
    }

    [Fact]
    public void Damaged_text_is_read_or_refused_with_a_code()
    {
        var random = new Random(1);
        string[] samples = [.. TileProgramSamples.All.Select(row => row.Data)];
        const string Characters = "mnkh0179.,:()[]{}=<>+-*/# \n_\t'é\0";
        var refused = 0;
        for (var round = 0; round < 5000; round++)
        {
            var text = samples[round % samples.Length];
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Length);
                var length = Math.Min(random.Next(12), text.Length - at);
                text = random.Next(4) switch
                {
                    0 => text.Remove(at, length),
                    1 => text.Insert(at, Characters[random.Next(Characters.Length)].ToString()),
                    2 => text[..at] + Characters[random.Next(Characters.Length)] + text[(at + 1)..],
                    _ => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                };
                if (text.Length == 0) text = " ";
            }

            try
            {
                var program = TileProgramSamples.Parse(text);
                Assert.Equal(program, TileProgramSamples.Parse(program.ToString()));
                TileProgramVerifier.Problems(program);
            }
            catch (DiagnosticException error)
            {
                refused++;
                Assert.StartsWith("MCF0", error.Diagnostics[0].Code, StringComparison.Ordinal);
                Assert.NotNull(error.Diagnostics[0].Span);
            }
        }

        Assert.InRange(refused, 1000, 4999);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static TileProgram Program(EquatableArray<TileStatement> body) => new(
        "p.q",
        " m . row.n",
        [new("m", new ConstantExtent(5), 16, AxisRole.Outer, ["r", "s"]), new("row.n", new SymbolicExtent(1, 4096), 1, AxisRole.Dimension, [])],
        [new("T", DataType.I64, MemoryScope.Global, [new("m", LiveRange.Whole), new("row.n", LiveRange.PerTile)], [new IndexExtent("m"), new IndexConstant(1)], 16)],
        [],
        [
            new("x", DataType.BF16, MemoryScope.Workspace, [new("m", LiveRange.Tile), new("row.n", LiveRange.Whole)], [], 4),
            new("y", DataType.Bool, MemoryScope.Cluster, [], [], 1),
        ],
        [new("s", Monoid.Softmax, ["m"], ["x", "y"], "over"), new("t", Monoid.Min, [], [], null)],
        body,
        new Schedule(1, 2, 3, 4, 5));

    private static IEnumerable<long> Bits(TileProgram program) =>
        ((Map)program.Body[0].Children[0]).Value.SelfAndDescendants().OfType<Number>().Select(n => BitConverter.DoubleToInt64Bits(n.Value));
}
