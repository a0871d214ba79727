using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Chains;

/// <summary>
/// The body of a sum, split into the factors that a contraction multiplies and the factors, divisors and sign that are free of the
/// summed axes and so apply to the finished sum.
/// </summary>
internal sealed class ProductFactors
{
    private readonly EquatableArray<string> _summed;
    private readonly List<Expression> _factors = [];
    private readonly List<Expression> _divisors = [];
    private readonly List<Expression> _outerFactors = [];
    private readonly List<Expression> _outerDivisors = [];
    private bool _negative;

    private ProductFactors(EquatableArray<string> summed) => _summed = summed;

    /// <summary>At least two; each depends on tensors.</summary>
    public EquatableArray<Expression> Factors => [.. _factors];

    /// <summary>Null unless the body is a product with at least two factors that depend on tensors.</summary>
    public static ProductFactors? TrySplit(Expression body, EquatableArray<string> summed)
    {
        var product = new ProductFactors(summed);
        product.Flatten(body);
        if (product._factors.Count(ReadsTensors) < 2) return null;
        product.MoveOut();
        product.Gather();
        return product;
    }

    /// <summary>What the body's sum is, given the sum of the product of the factors.</summary>
    public Expression Finish(Expression sum)
    {
        sum = _outerFactors.Aggregate(sum, (x, y) => new Binary(BinaryOperator.Multiply, x, y));
        sum = _outerDivisors.Aggregate(sum, (x, y) => new Binary(BinaryOperator.Divide, x, y));
        return _negative ? new Unary(UnaryOperator.Negate, sum) : sum;
    }

    private void Flatten(Expression body)
    {
        switch (body)
        {
            case Binary(BinaryOperator.Multiply, var x, var y):
                Flatten(x);
                Flatten(y);
                break;
            case Binary(BinaryOperator.Divide, var x, var y):
                Flatten(x);
                _divisors.Add(y);
                break;
            case Unary(UnaryOperator.Negate, var x):
                _negative = !_negative;
                Flatten(x);
                break;
            default:
                _factors.Add(body);
                break;
        }
    }

    private void MoveOut()
    {
        var enoughStay = _factors.Count(f => ReadsTensors(f) && VariesInSum(f)) >= 2;
        Move(_factors, _outerFactors, f => !VariesInSum(f) && (enoughStay || !ReadsTensors(f)));
        Move(_divisors, _outerDivisors, d => !VariesInSum(d));
    }

    /// <summary>Folds what is no tensor operand of its own into a factor that has its axes: two operands are the rule.</summary>
    private void Gather()
    {
        var free = _factors.Where(f => !ReadsTensors(f)).ToList();
        _factors.RemoveAll(f => !ReadsTensors(f));
        foreach (var factor in free) Apply(BinaryOperator.Multiply, Math.Max(0, Covering(factor)), factor);
        foreach (var divisor in _divisors)
        {
            var place = Covering(divisor);
            if (place >= 0 || !ReadsTensors(divisor)) Apply(BinaryOperator.Divide, Math.Max(0, place), divisor);
            else _factors.Add(new Binary(BinaryOperator.Divide, new Number(1), divisor));
        }

        for (var i = 0; i < _factors.Count && _factors.Count > 2; i++)
        {
            var place = Covering(_factors[i], except: i);
            if (place < 0) continue;
            Apply(BinaryOperator.Multiply, Math.Min(i, place), _factors[Math.Max(i, place)]);
            _factors.RemoveAt(Math.Max(i, place));
            i = -1;
        }
    }

    private void Apply(BinaryOperator op, int place, Expression part) => _factors[place] = new Binary(op, _factors[place], part);

    private int Covering(Expression part, int except = -1)
    {
        for (var i = 0; i < _factors.Count; i++)
            if (i != except && part.FreeAxes().All(_factors[i].FreeAxes().Contains)) return i;
        return -1;
    }

    private bool VariesInSum(Expression expression) => expression.FreeAxes().Any(_summed.Contains);

    private static bool ReadsTensors(Expression expression) => expression.TensorsRead().Any();

    private static void Move(List<Expression> from, List<Expression> to, Predicate<Expression> which)
    {
        to.AddRange(from.FindAll(which));
        from.RemoveAll(which);
    }
}
