using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>
/// Reads index expressions as <see cref="IndexPrinter"/> prints them. A bare name is an axis if the program has one of that name, else
/// a scalar tensor.
/// </summary>
internal sealed class IndexParser(TileTokenReader reader, IReadOnlySet<string> axes)
{
    public IndexExpression Parse()
    {
        var start = reader.Current;
        var index = Sum();
        return TreeHeight.IsTooHigh(index, i => i.Children()) ? throw reader.TooDeep(start, TreeHeight.Maximum) : index;
    }

    public EquatableArray<IndexExpression> List() => reader.List("[", "]", Parse);

    private IndexExpression Sum()
    {
        var left = Product();
        while (true)
        {
            if (reader.TryTake("+")) left = new IndexAdd(left, Product());
            else if (reader.TryTake("-")) left = new IndexAdd(left, Constant(negative: true));
            else return left;
        }
    }

    private IndexExpression Product()
    {
        var left = Primary();
        while (true)
        {
            if (reader.TryTake("*")) left = new IndexMultiply(left, Primary());
            else if (reader.TryTake("/")) left = new IndexFloorDivide(left, Primary());
            else return left;
        }
    }

    private IndexExpression Primary()
    {
        if (reader.TryTake("-")) return Constant(negative: true);
        if (reader.Current.Kind == TileTokenKind.Number) return Constant(negative: false);
        if (reader.Is("(")) return reader.Nested(Parenthesised);
        var name = reader.Name("an axis or a tensor");
        if (reader.Is("[")) return new IndexRead(name, reader.Nested(() => reader.List("[", "]", Sum)));
        return (name, reader.Is("(")) switch
        {
            ("extent", true) => new IndexExtent(Argument()),
            ("mod", true) => Pair((x, y) => new IndexModulo(x, y)),
            ("min", true) => Pair((x, y) => new IndexMin(x, y)),
            ("max", true) => Pair((x, y) => new IndexMax(x, y)),
            _ when axes.Contains(name) => new IndexAxis(name),
            _ => new IndexRead(name, []),
        };
    }

    private IndexConstant Constant(bool negative) => new(reader.Integer(long.MinValue, long.MaxValue, negative));

    private IndexExpression Parenthesised()
    {
        reader.Expect("(");
        var inner = Sum();
        reader.Expect(")");
        return inner;
    }

    private string Argument()
    {
        reader.Expect("(");
        var axis = reader.Name("an axis");
        reader.Expect(")");
        return axis;
    }

    private IndexExpression Pair(Func<IndexExpression, IndexExpression, IndexExpression> make) => reader.Nested(() =>
    {
        reader.Expect("(");
        var first = Sum();
        reader.Expect(",");
        var second = Sum();
        reader.Expect(")");
        return make(first, second);
    });
}
