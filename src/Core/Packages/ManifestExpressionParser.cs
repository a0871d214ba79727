using System.Globalization;
using System.Text.RegularExpressions;
using MCFuser.Core.Expressions;

namespace MCFuser.Core.Packages;

/// <summary>
/// Reads expressions and guards of a manifest:
/// <code>
/// guard      = all ("||" all)*            all    = comparison ("&amp;&amp;" comparison)*
/// comparison = sum op sum                 sum    = product (("+" | "-") product)*
/// product    = factor (("*" | "/") factor)*
/// factor     = name | integer | "ceil" "(" name-or-integer ("*" name-or-integer)* "/" name-or-integer ")" | ("min" | "max") "(" sum
/// "," sum ")"
/// </code>
/// </summary>
internal sealed partial class ManifestExpressionParser
{
    /// <summary>Long texts are refused, so that no expression nests too deeply.</summary>
    private const int MaximumLength = 1000;

    private static readonly (string Text, CompareOperator Operator)[] Comparisons =
        [.. Enum.GetValues<CompareOperator>().Select(op => (op.Text(), op))];

    private readonly string _text;
    private readonly string[] _tokens;
    private int _position;

    private ManifestExpressionParser(string text)
    {
        _text = text;
        if (text.Length > MaximumLength) throw Fail($"it has more than {MaximumLength} characters");
        _tokens = [.. Token().Matches(text).Select(m => m.Value)];
    }

    private string Current => _position < _tokens.Length ? _tokens[_position] : "";

    public static IndexExpression ParseExpression(string text) => new ManifestExpressionParser(text).Whole(p => p.Sum());

    public static EquatableArray<EquatableArray<ManifestGuard.Comparison>> ParseGuard(string text) =>
        new ManifestExpressionParser(text).Whole(p => p.List("||", () => p.List("&&", p.Comparison)));

    private T Whole<T>(Func<ManifestExpressionParser, T> rule)
    {
        var result = rule(this);
        return _position == _tokens.Length ? result : throw Unexpected();
    }

    private EquatableArray<T> List<T>(string separator, Func<T> item)
    {
        var items = new List<T> { item() };
        while (TryTake(separator)) items.Add(item());
        return items.ToEquatableArray();
    }

    private ManifestGuard.Comparison Comparison()
    {
        var left = Sum();
        foreach (var (text, op) in Comparisons)
        {
            if (TryTake(text)) return new ManifestGuard.Comparison(op, left, Sum());
        }

        throw Unexpected();
    }

    private IndexExpression Sum()
    {
        var left = Product();
        while (true)
        {
            if (TryTake("+")) left = new IndexAdd(left, Product());
            else if (TryTake("-")) left = new IndexAdd(left, Negated(Product()));
            else return left;
        }
    }

    private IndexExpression Product()
    {
        var left = Factor();
        while (true)
        {
            if (TryTake("*")) left = new IndexMultiply(left, Factor());
            else if (TryTake("/")) left = new IndexFloorDivide(left, Factor());
            else return left;
        }
    }

    private IndexExpression Factor()
    {
        var name = Current;
        if (name is not ("ceil" or "min" or "max") || _position + 1 >= _tokens.Length || _tokens[_position + 1] != "(") return Simple();
        _position += 2;
        var value = name == "ceil" ? Ceiling() : Pair(name == "min");
        Expect(")");
        return value;
    }

    private IndexMultiply Ceiling()
    {
        var dividend = Simple();
        while (TryTake("*")) dividend = new IndexMultiply(dividend, Simple());
        Expect("/");
        return Negated(new IndexFloorDivide(Negated(dividend), Simple()));
    }

    private IndexExpression Pair(bool least)
    {
        var first = Sum();
        Expect(",");
        return least ? new IndexMin(first, Sum()) : new IndexMax(first, Sum());
    }

    private IndexExpression Simple()
    {
        var token = Current;
        if (token.Length == 0 || !char.IsAsciiLetterOrDigit(token[0]) && token[0] != '_') throw Unexpected();
        _position++;
        if (!char.IsAsciiDigit(token[0])) return new IndexAxis(token);
        return long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? new IndexConstant(value)
            : throw Fail($"{token} is no 64-bit integer");
    }

    private static IndexMultiply Negated(IndexExpression value) => new(new IndexConstant(-1), value);

    private bool TryTake(string token)
    {
        if (Current != token) return false;
        _position++;
        return true;
    }

    private void Expect(string token)
    {
        if (!TryTake(token)) throw Unexpected();
    }

    private Diagnostics.DiagnosticException Unexpected() => Fail(Current.Length == 0 ? "it ends early" : $"'{Current}' is unexpected");

    private Diagnostics.DiagnosticException Fail(string problem) => ManifestErrors.Malformed(_text, problem);

    /// <summary>A character that starts no token is one of its own, which no rule expects.</summary>
    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_.]*|[0-9]+[A-Za-z0-9_.]*|&&|\|\||==|!=|<=|>=|\S")]
    private static partial Regex Token();
}
