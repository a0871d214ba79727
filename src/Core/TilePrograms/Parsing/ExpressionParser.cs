using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>
/// Reads the expressions of a tile program as <see cref="ExpressionPrinter"/> prints them. A bare name is an axis if the program has
/// one of that name,
/// else an element of a buffer. A minus directly before a number belongs to the number.
/// </summary>
internal sealed class ExpressionParser(TileTokenReader reader, IReadOnlySet<string> axes)
{
    private static readonly (string Text, CompareOperator Operator)[] Comparisons =
        [.. Enum.GetValues<CompareOperator>().Select(op => (op.Text(), op))];

    private static readonly (string Text, BinaryOperator Operator)[] TwoArgumentFunctions =
        [.. new[] { BinaryOperator.Pow, BinaryOperator.Mod, BinaryOperator.Max, BinaryOperator.Min }.Select(op => (op.Text(), op))];

    public Expression Parse()
    {
        var start = reader.Current;
        var expression = Or();
        return TreeHeight.IsTooHigh(expression, e => e.Children()) ? throw reader.TooDeep(start, TreeHeight.Maximum) : expression;
    }

    private Expression Or() => Chain(And, BinaryOperator.Or);

    private Expression And() => Chain(Not, BinaryOperator.And);

    private Expression Not() => reader.TryTake("not") ? new Unary(UnaryOperator.Not, reader.Nested(Not)) : Comparison();

    private Expression Comparison()
    {
        var left = Sum();
        foreach (var (text, op) in Comparisons)
        {
            if (reader.TryTake(text)) return new Compare(op, left, Sum());
        }

        return left;
    }

    private Expression Sum() => Chain(Product, BinaryOperator.Add, BinaryOperator.Subtract);

    private Expression Product() => Chain(Sign, BinaryOperator.Multiply, BinaryOperator.Divide);

    /// <summary>Operators of one level, which associate to the left.</summary>
    private Expression Chain(Func<Expression> operand, params ReadOnlySpan<BinaryOperator> operators)
    {
        var left = operand();
        for (var i = 0; i < operators.Length;)
        {
            if (!reader.TryTake(operators[i].Text()))
            {
                i++;
                continue;
            }

            left = new Binary(operators[i], left, operand());
            i = 0;
        }

        return left;
    }

    private Expression Sign()
    {
        if (!reader.TryTake("-")) return Primary();
        if (reader.Current.Kind == TileTokenKind.Number) return new Number(-reader.Real());
        return reader.TryTake("inf") ? new Number(double.NegativeInfinity) : new Unary(UnaryOperator.Negate, reader.Nested(Sign));
    }

    private Expression Primary()
    {
        if (reader.Current.Kind == TileTokenKind.Number) return new Number(reader.Real());
        if (reader.TryTake("inf")) return new Number(double.PositiveInfinity);
        if (reader.Is("(")) return Arguments(1)[0];
        var token = reader.Take(TileTokenKind.Name, "a value");
        if (reader.Is("(")) return Call(token);
        if (token.Text == "cast" && reader.TryTake("["))
        {
            var type = reader.Type();
            reader.Expect("]");
            return new Cast(type, Arguments(1)[0]);
        }

        return axes.Contains(token.Text) ? new AxisIndex(token.Text) : new Element(token.Text);
    }

    private Expression Call(TileToken function)
    {
        if (function.Text == "extent") return Extent();
        if (function.Text == "where") return Where(Arguments(3));
        if (OperatorText.TryParseFunction(function.Text, out var unary)) return new Unary(unary, Arguments(1)[0]);
        foreach (var (text, op) in TwoArgumentFunctions)
        {
            if (text == function.Text) return Pair(op, Arguments(2));
        }

        string[] known = [.. OperatorText.FunctionNames, .. TwoArgumentFunctions.Select(f => f.Text), "extent", "where"];
        throw reader.UnknownWord(function, "function", known);
    }

    private static Select Where(Expression[] arguments) => new(arguments[0], arguments[1], arguments[2]);

    private static Binary Pair(BinaryOperator op, Expression[] arguments) => new(op, arguments[0], arguments[1]);

    private AxisExtent Extent()
    {
        reader.Expect("(");
        var axis = reader.Name("an axis");
        reader.Expect(")");
        return new AxisExtent(axis);
    }

    private Expression[] Arguments(int count) => reader.Nested(() =>
    {
        var arguments = new Expression[count];
        for (var i = 0; i < count; i++)
        {
            reader.Expect(i == 0 ? "(" : ",");
            arguments[i] = Or();
        }

        reader.Expect(")");
        return arguments;
    });
}
