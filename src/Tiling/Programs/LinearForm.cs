using MCFuser.Core.Expressions;

namespace MCFuser.Tiling.Programs;

/// <summary>An expression as a sum of axis indices with coefficients and a constant.</summary>
public sealed class LinearForm
{
    private readonly SortedDictionary<string, double> _coefficients = new(StringComparer.Ordinal);

    public double Constant { get; private set; }

    /// <summary>The axes with a coefficient other than 0.</summary>
    public IEnumerable<string> Axes => _coefficients.Where(c => c.Value != 0).Select(c => c.Key);

    public double this[string axis] => _coefficients.GetValueOrDefault(axis);

    /// <summary>The form of <c>left - right</c>, or null where it is not linear.</summary>
    public static LinearForm? OfDifference(Expression left, Expression right)
    {
        var form = new LinearForm();
        return form.TryAdd(left, 1) && form.TryAdd(right, -1) ? form : null;
    }

    private bool TryAdd(Expression expression, double factor)
    {
        switch (expression)
        {
            case Number(var value): Constant += factor * value; return true;
            case AxisIndex(var axis): _coefficients[axis] = this[axis] + factor; return true;
            case Unary(UnaryOperator.Negate, var x): return TryAdd(x, -factor);
            case Binary(BinaryOperator.Add, var x, var y): return TryAdd(x, factor) && TryAdd(y, factor);
            case Binary(BinaryOperator.Subtract, var x, var y): return TryAdd(x, factor) && TryAdd(y, -factor);
            default: return false;
        }
    }
}
