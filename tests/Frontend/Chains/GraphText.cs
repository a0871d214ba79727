using System.Globalization;
using System.Text.RegularExpressions;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Tests.Frontend.Chains;

/// <summary>Reads just enough of the chain language for tests that need no more than a graph; it checks nothing.</summary>
internal sealed partial class GraphText
{
    private readonly List<string> _tokens;
    private readonly HashSet<string> _axes = [];
    private int _next;

    private GraphText(string text) => _tokens = [.. Token().Matches(text).Select(m => m.Value)];

    public static OperatorGraph Read(string text) => new GraphText(text).Graph();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z_0-9]*|[0-9]+(\.[0-9]+)?|\.\.|[<>=!]=|\S")]
    private static partial Regex Token();

    private OperatorGraph Graph()
    {
        Take("chain");
        var name = Take();
        Take("(");
        var axes = new List<Axis>();
        while (!TryTake(")"))
        {
            var axis = Take();
            Take("=");
            var low = Integer();
            axes.Add(new Axis(axis, TryTake("..") ? new SymbolicExtent(low, Integer()) : new ConstantExtent(low)));
            _axes.Add(axis);
            TryTake(",");
        }

        Take("{");
        var inputs = new List<Tensor>();
        var definitions = new List<Definition>();
        while (!TryTake("}"))
        {
            if (TryTake("input"))
            {
                inputs.Add(Tensor());
                continue;
            }

            var isOutput = TryTake("output");
            var target = Tensor();
            Take("=");
            definitions.Add(new Definition(target, Sum(), isOutput));
        }

        return new OperatorGraph(name, [.. axes], [.. inputs], [.. definitions]);
    }

    private Tensor Tensor()
    {
        var name = Take();
        var type = DataType.F32;
        if (TryTake(":")) Assert.True(DataTypes.TryParse(Take(), out type));
        return new Tensor(name, type, Names());
    }

    private EquatableArray<string> Names()
    {
        var names = new List<string>();
        Take("[");
        while (!TryTake("]"))
        {
            names.Add(Take());
            TryTake(",");
        }

        return [.. names];
    }

    private Expression Sum()
    {
        var left = Product();
        while (_tokens[_next] is "+" or "-" or "<=" or "<")
        {
            left = Take() switch
            {
                "+" => new Binary(BinaryOperator.Add, left, Product()),
                "-" => new Binary(BinaryOperator.Subtract, left, Product()),
                "<" => new Compare(CompareOperator.Less, left, Product()),
                _ => new Compare(CompareOperator.LessOrEqual, left, Product()),
            };
        }

        return left;
    }

    private Expression Product()
    {
        var left = Primary();
        while (_tokens[_next] is "*" or "/") left = new Binary(Take() == "*" ? BinaryOperator.Multiply : BinaryOperator.Divide, left, Primary());
        return left;
    }

    private Expression Primary()
    {
        var token = Take();
        if (token == "-") return new Unary(UnaryOperator.Negate, Primary());
        if (token == "(") return Then(Sum(), ")");
        if (char.IsDigit(token[0])) return new Number(double.Parse(token, CultureInfo.InvariantCulture));
        if (token == "inf") return new Number(double.PositiveInfinity);
        if (token == "extent") return Inside(() => new AxisExtent(Take()));
        if (token == "where") return Inside(() => new Select(Then(Sum(), ","), Then(Sum(), ","), Sum()));
        if (token == "softmax") return Names() is [var axis] ? Inside(() => new Softmax(axis, Sum())) : throw new FormatException("softmax");
        if (Enum.GetValues<ReduceOperator>().Where(r => r.Text() == token).ToList() is [var op] && _tokens[_next] == "[")
        {
            var axes = Names();
            return Inside(() => new Reduce(op, axes, Sum()));
        }

        if (OperatorText.TryParseFunction(token, out var function)) return Inside(() => new Unary(function, Sum()));
        if (_axes.Contains(token)) return new AxisIndex(token);
        return new TensorRead(token, _tokens[_next] == "[" ? Indices() : []);
    }

    private EquatableArray<IndexExpression> Indices()
    {
        var indices = new List<IndexExpression>();
        Take("[");
        while (!TryTake("]"))
        {
            indices.Add(Index());
            TryTake(",");
        }

        return [.. indices];
    }

    private IndexExpression Index()
    {
        var token = Take();
        if (char.IsDigit(token[0])) return new IndexConstant(long.Parse(token, CultureInfo.InvariantCulture));
        if (!_axes.Contains(token)) return new IndexRead(token, Indices());
        return TryTake("+") ? new IndexAdd(new IndexAxis(token), new IndexConstant(Integer())) : new IndexAxis(token);
    }

    private Expression Inside(Func<Expression> argument)
    {
        Take("(");
        return Then(argument(), ")");
    }

    private Expression Then(Expression expression, string token)
    {
        Take(token);
        return expression;
    }

    private long Integer() => long.Parse(Take(), CultureInfo.InvariantCulture);

    private bool TryTake(string token)
    {
        if (_tokens[_next] != token) return false;
        _next++;
        return true;
    }

    private void Take(string token) => Assert.Equal(token, Take());

    private string Take() => _tokens[_next++];
}
