using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using MCFuser.Core.Expressions;
using MCFuser.Frontend.Grammar;
using MCFuser.Frontend.Verification;

namespace MCFuser.Frontend.Text;

/// <summary>Turns the syntax tree of one expression into IR; operators of one level associate to the left.</summary>
internal sealed class ExpressionReader(TextScope scope, SourceMap map, Report report)
{
    private readonly IndexReader _indices = new(scope, map, report);
    private readonly CallReader _calls = new(scope, map, report);

    /// <summary>An expression that passes may walk recursively: what nests too deeply is reported and replaced.</summary>
    public Expression Read(McfParser.ExpressionContext context)
    {
        var expression = Disjunction(context);
        if (NestingRule.Fits(expression)) return expression;
        report.Add(FrontendErrors.NestingTooDeep(), context.Span());
        return map.Add(new Number(0), context.Span());
    }

    private Expression Disjunction(McfParser.ExpressionContext context) => Fold(context, context.conjunction(), Conjunction);

    private Expression Conjunction(McfParser.ConjunctionContext context) => Fold(context, context.negation(), Negation);

    private Expression Sum(McfParser.SumContext context) => Fold(context, context.product(), Product);

    private Expression Product(McfParser.ProductContext context) => Fold(context, context.sign(), Sign);

    private Expression Negation(McfParser.NegationContext context)
    {
        var value = Comparison(context.comparison());
        foreach (var not in context.NOT().Reverse()) value = map.Add(new Unary(UnaryOperator.Not, value), not.Symbol.To(context.Stop));
        return value;
    }

    private Expression Comparison(McfParser.ComparisonContext context)
    {
        var operands = context.sum();
        var left = Sum(operands[0]);
        if (operands.Length == 1) return left;
        return map.Add(new Compare(Comparator(context.GetChild(1)), left, Sum(operands[1])), context.Span());
    }

    /// <summary>The minus of a number belongs to the number, so that -1 and -inf are constants.</summary>
    private Expression Sign(McfParser.SignContext context)
    {
        var value = Primary(context.primary());
        foreach (var minus in context.MINUS().Reverse())
        {
            var negated = value is Number { Value: var number } && !double.IsNegative(number)
                ? (Expression)new Number(-number)
                : new Unary(UnaryOperator.Negate, value);
            value = map.Add(negated, minus.Symbol.To(context.Stop));
        }

        return value;
    }

    private Expression Primary(McfParser.PrimaryContext context)
    {
        if (context.expression() is { } inner) return Disjunction(inner);
        if (context.NAME() is not { } name) return map.Add(new Number(Constant(context)), context.Span());
        if (context.arguments() is { } arguments) return _calls.ReadCall(context, [.. arguments.expression().Select(Disjunction)]);
        if (context.subscripts() is not { } subscripts) return _calls.ReadBare(context, name.GetText());
        return _calls.Misused(context) ?? map.Add(new TensorRead(name.GetText(), _indices.Read(subscripts)), context.Span(), name.Span());
    }

    private double Constant(McfParser.PrimaryContext context)
    {
        if (context.INFINITY() is not null) return double.PositiveInfinity;
        if (Literals.TryReadReal(context.GetText(), out var value)) return value;
        report.Add(FrontendErrors.NumberTooLarge(context.GetText()), context.Span());
        return 0;
    }

    private Expression Fold<T>(ParserRuleContext level, T[] operands, Func<T, Expression> read)
        where T : ParserRuleContext
    {
        var left = read(operands[0]);
        for (var i = 1; i < operands.Length; i++)
        {
            var op = Operator(level.GetChild((2 * i) - 1));
            left = map.Add(new Binary(op, left, read(operands[i])), level.Start.To(operands[i].Stop));
        }

        return left;
    }

    private static BinaryOperator Operator(IParseTree token) => ((ITerminalNode)token).Symbol.Type switch
    {
        McfParser.OR => BinaryOperator.Or,
        McfParser.AND => BinaryOperator.And,
        McfParser.PLUS => BinaryOperator.Add,
        McfParser.MINUS => BinaryOperator.Subtract,
        McfParser.STAR => BinaryOperator.Multiply,
        _ => BinaryOperator.Divide,
    };

    private static CompareOperator Comparator(IParseTree token) => ((ITerminalNode)token).Symbol.Type switch
    {
        McfParser.EQUAL => CompareOperator.Equal,
        McfParser.NOT_EQUAL => CompareOperator.NotEqual,
        McfParser.LESS => CompareOperator.Less,
        McfParser.LESS_OR_EQUAL => CompareOperator.LessOrEqual,
        McfParser.GREATER => CompareOperator.Greater,
        _ => CompareOperator.GreaterOrEqual,
    };
}
