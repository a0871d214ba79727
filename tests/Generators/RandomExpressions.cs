using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Tests.Generators;

/// <summary>Random expressions over given axes, each with a bound of its magnitude; inputs are made up as they are needed.</summary>
internal sealed class RandomExpressions(Random random, List<Axis> axes, List<Tensor> inputs, Func<DataType> floatType)
{
    private const int MostInputs = 8;

    private readonly List<(Tensor Tensor, double Bound)> _tensors = [];

    /// <summary>Makes a tensor readable.</summary>
    public void Add(Tensor tensor, double bound) => _tensors.Add((tensor, bound));

    public IEnumerable<string> SomeAxes(int count) => Shuffled(axes.Select(a => a.Name)).Take(count);

    /// <summary>Scales a value down where its bound is greater than the limit.</summary>
    public static (Expression Value, double Bound) Tame((Expression Value, double Bound) value, double limit) =>
        value.Bound <= limit
            ? value
            : (new Binary(BinaryOperator.Multiply, value.Value, new Number(Math.ScaleB(1, Math.ILogB(limit / value.Bound)))), limit);

    /// <summary>A value for a definition over the given free axes.</summary>
    public (Expression Value, double Bound) Definition(EquatableArray<string> free) => random.Next(8) switch
    {
        0 or 1 or 2 when Reducible([]).Any() => Contraction(free),
        3 when free.Count > 0 => SoftmaxOver(free, [], 2),
        4 => Reduction(free, [], 2),
        _ => Real(free, [], 3),
    };

    /// <summary>A truth value that rounding cannot flip.</summary>
    public Expression Truth(EquatableArray<string> free, int depth = 2) => random.Next(depth > 0 ? 6 : 3) switch
    {
        0 => Read(free, t => t.Type == DataType.Bool, DataType.Bool).Value,
        1 => new Compare(Comparator(), Read(free, t => t.Type.IsFloat() && inputs.Contains(t), floatType()).Value, new Number(0.25)),
        2 => new Compare(Comparator(), Steps(free), Steps(free)),
        3 => new Unary(UnaryOperator.Not, Truth(free, depth - 1)),
        4 => new Binary(BinaryOperator.And, Truth(free, depth - 1), Truth(free, depth - 1)),
        _ => new Binary(BinaryOperator.Or, Truth(free, depth - 1), Truth(free, depth - 1)),
    };

    private (Expression Value, double Bound) Contraction(EquatableArray<string> free)
    {
        var reduced = Shuffled(Reducible([])).Take(random.Next(1, 3)).ToEquatableArray();
        var inside = free.Concat(reduced).Distinct().ToEquatableArray();
        var factors = Enumerable.Range(0, random.Next(6) == 0 ? 3 : 2).Select(_ => Factor(inside, reduced)).ToList();
        return Sum(reduced, factors.Aggregate((x, y) => (new Binary(BinaryOperator.Multiply, x.Value, y.Value), x.Bound * y.Bound)));
    }

    /// <summary>A read that uses the reduced axes, sometimes with a map around it.</summary>
    private (Expression Value, double Bound) Factor(EquatableArray<string> inside, EquatableArray<string> reduced)
    {
        var known = _tensors.Where(t => t.Tensor.Type.IsFloat() && Covers(t.Tensor.Axes, reduced) && Covers(inside, t.Tensor.Axes)).ToList();
        var (tensor, bound) = known.Count > 0 && random.Next(4) > 0
            ? Pick(known)
            : (NewInput(floatType(), [.. Shuffled(reduced.Concat(Shuffled(inside).Take(2)).Distinct())]), 1);
        var read = (Value: (Expression)new TensorRead(tensor.Name, [.. tensor.Axes.Select(a => new IndexAxis(a))]), Bound: bound);
        return random.Next(4) == 0 ? Map(read) : read;
    }

    private static bool Covers(EquatableArray<string> all, EquatableArray<string> some) => some.All(all.Contains);

    private (Expression Value, double Bound) Sum(EquatableArray<string> reduced, (Expression Value, double Bound) body) =>
        (new Reduce(ReduceOperator.Sum, reduced, Using(reduced, body.Value)),
            (body.Bound + 9) * reduced.Aggregate(1.0, (n, a) => n * ExtentOf(a)));

    private (Expression Value, double Bound) Reduction(EquatableArray<string> free, EquatableArray<string> bound, int depth)
    {
        if (!Reducible(bound).Any()) return Real(free, bound, depth - 1);
        var reduced = Shuffled(Reducible(bound)).Take(random.Next(4) == 0 ? 2 : 1).ToEquatableArray();
        var body = Real([.. free.Concat(reduced).Distinct()], [.. bound.Concat(reduced)], depth - 1);
        var op = Pick(Enum.GetValues<ReduceOperator>());
        return op == ReduceOperator.Sum ? Sum(reduced, body) : (new Reduce(op, reduced, Using(reduced, body.Value)), body.Bound + 9);
    }

    /// <summary>Softmax, sometimes of masked logits.</summary>
    private (Expression Value, double Bound) SoftmaxOver(EquatableArray<string> free, EquatableArray<string> bound, int depth)
    {
        EquatableArray<string> axis = [Pick(free)];
        var logits = Using(axis, Tame(Real(free, bound, depth - 1), 8).Value);
        if (random.Next(3) == 0) logits = new Select(Truth(free), logits, new Number(double.NegativeInfinity));
        return (new Softmax(axis[0], logits), 1);
    }

    private (Expression Value, double Bound) Real(EquatableArray<string> free, EquatableArray<string> bound, int depth)
    {
        if (depth <= 0 || random.Next(5) == 0) return Leaf(free);
        switch (random.Next(9))
        {
            case 0 or 1:
                return Map(Tame(Real(free, bound, depth - 1), 30));
            case 2:
                return Reduction(free, bound, depth);
            case 3 when free.Count > 0:
                return SoftmaxOver(free, bound, depth);
            case 4:
                var (then, thenBound) = Real(free, bound, depth - 1);
                var (otherwise, otherwiseBound) = Real(free, bound, depth - 1);
                return (new Select(Truth(free, 1), then, otherwise), Math.Max(thenBound, otherwiseBound));
            default:
                return Arithmetic(Real(free, bound, depth - 1), Real(free, bound, depth - 1));
        }
    }

    private (Expression Value, double Bound) Arithmetic((Expression Value, double Bound) x, (Expression Value, double Bound) y) => random.Next(6) switch
    {
        0 => (new Binary(BinaryOperator.Subtract, x.Value, y.Value), x.Bound + y.Bound),
        1 => (new Binary(BinaryOperator.Multiply, Tame(x, 30).Value, Tame(y, 30).Value), Tame(x, 30).Bound * Tame(y, 30).Bound),
        2 => (new Binary(BinaryOperator.Divide, x.Value, AbsPlus(y.Value, 1)), x.Bound),
        3 => (new Binary(BinaryOperator.Max, x.Value, y.Value), Math.Max(x.Bound, y.Bound)),
        4 => (new Binary(BinaryOperator.Min, x.Value, y.Value), Math.Max(x.Bound, y.Bound)),
        _ => (new Binary(BinaryOperator.Add, x.Value, y.Value), x.Bound + y.Bound),
    };

    private (Expression Value, double Bound) Map((Expression Value, double Bound) x) => random.Next(20) switch
    {
        0 => (new Unary(UnaryOperator.Exp, new Unary(UnaryOperator.Negate, new Unary(UnaryOperator.Abs, x.Value))), 1),
        1 => (new Unary(UnaryOperator.Sqrt, AbsPlus(x.Value, 1)), x.Bound + 1),
        2 => (new Unary(UnaryOperator.Rsqrt, AbsPlus(x.Value, 1)), 1),
        3 => (new Unary(UnaryOperator.Log, AbsPlus(x.Value, 1)), x.Bound),
        4 => (new Unary(UnaryOperator.Negate, x.Value is Number ? new Unary(UnaryOperator.Abs, x.Value) : x.Value), x.Bound),
        5 => (new Binary(BinaryOperator.Pow, Tame(x, 5).Value, new Number(2)), 25),
        6 => (new Binary(BinaryOperator.Pow, AbsPlus(Tame(x, 5).Value, 0.5), new Number(-1.5)), 3),
        7 => (new Unary(UnaryOperator.Sin, x.Value), 1),
        8 => (new Unary(UnaryOperator.Cos, x.Value), 1),
        9 => (new Unary(UnaryOperator.Erf, x.Value), 1),
        10 => (new Unary(UnaryOperator.Sigmoid, x.Value), 1),
        11 or 12 => (new Unary(UnaryOperator.Tanh, x.Value), 1),
        13 => (new Unary(UnaryOperator.Abs, x.Value), x.Bound),
        14 => (new Unary(UnaryOperator.Gelu, x.Value), x.Bound),
        15 => (new Unary(UnaryOperator.GeluTanh, x.Value), x.Bound),
        16 => (new Unary(UnaryOperator.Silu, x.Value), x.Bound),
        _ => (new Unary(UnaryOperator.Relu, x.Value), x.Bound),
    };

    private (Expression Value, double Bound) Leaf(EquatableArray<string> free) => random.Next(8) switch
    {
        0 => (new Number(Pick([0.5, 2, -1.5, 0.125, -3])), 3),
        1 => (Steps(free), 20),
        _ => Read(free, t => t.Type != DataType.Bool, floatType()),
    };

    private CompareOperator Comparator() => Pick(Enum.GetValues<CompareOperator>());

    /// <summary>An exact value made of axes.</summary>
    private Expression Steps(EquatableArray<string> free)
    {
        if (free.Count == 0) return new AxisExtent(Pick(axes).Name);
        var axis = new AxisIndex(Pick(free));
        return random.Next(6) switch
        {
            0 => new Number(random.Next(9)),
            1 => new AxisExtent(Pick(axes).Name),
            2 => new Binary(BinaryOperator.Mod, new Binary(BinaryOperator.Subtract, axis, new Number(4)), new Number(Pick([2.0, 3, -3]))),
            3 => new Unary(UnaryOperator.Floor, new Binary(BinaryOperator.Divide, axis, new Number(2))),
            4 => new Binary(BinaryOperator.Add, axis, new AxisIndex(Pick(free))),
            _ => axis,
        };
    }

    private (Expression Value, double Bound) Read(EquatableArray<string> free, Func<Tensor, bool> accept, DataType type)
    {
        var known = _tensors.Where(t => accept(t.Tensor)).ToList();
        var (tensor, bound) = known.Count > 0 && (inputs.Count >= MostInputs || random.Next(5) > 0)
            ? Pick(known)
            : (NewInput(type, [.. random.Next(3) == 0 ? SomeAxes(random.Next(3)) : Shuffled(free).Take(3)]), 1);
        return (new TensorRead(tensor.Name, Indices(tensor, free, 2)), bound);
    }

    private EquatableArray<IndexExpression> Indices(Tensor tensor, EquatableArray<string> free, int depth) =>
        tensor.Axes.Select(dimension => Index(dimension, free, depth)).ToEquatableArray();

    /// <summary>Mostly the dimension's own axis; else another of the same extent, an affine index, an element, or a constant.</summary>
    private IndexExpression Index(string dimension, EquatableArray<string> free, int depth)
    {
        var extent = ExtentOf(dimension);
        if (free.Contains(dimension) && random.Next(6) > 0) return new IndexAxis(dimension);
        if (free.Where(a => ExtentOf(a) == extent).ToList() is { Count: > 0 } same && random.Next(3) > 0) return new IndexAxis(Pick(same));
        if (depth > 0 && random.Next(4) == 0)
        {
            var integers = inputs.Where(t => t.Type.IsInteger()).ToList();
            var tensor = integers.Count > 0 && random.Next(2) > 0
                ? Pick(integers)
                : NewInput(Pick([DataType.I32, DataType.I64]), [.. Shuffled(free).Take(random.Next(3))]);
            return new IndexRead(tensor.Name, Indices(tensor, free, depth - 1));
        }

        var smaller = free.Where(a => ExtentOf(a) <= extent).ToList();
        if (smaller.Count == 0) return new IndexConstant(random.NextInt64(extent));
        var axis = Pick(smaller);
        var factor = ExtentOf(axis) == 1 ? 3 : (extent - 1) / (ExtentOf(axis) - 1);
        if (factor > 1 && random.Next(2) == 0)
            return new IndexMultiply(new IndexConstant(random.NextInt64(2, factor + 1)), new IndexAxis(axis));
        return new IndexAdd(new IndexAxis(axis), new IndexConstant(random.NextInt64(extent - ExtentOf(axis) + 1)));
    }

    private Tensor NewInput(DataType type, EquatableArray<string> dimensions)
    {
        var tensor = new Tensor($"X{inputs.Count}", type, dimensions);
        inputs.Add(tensor);
        _tensors.Add((tensor, type.IsInteger() ? 9 : 1));
        return tensor;
    }

    /// <summary>A reduction must use its axes.</summary>
    private static Expression Using(EquatableArray<string> reduced, Expression body)
    {
        foreach (var axis in reduced.Except(body.FreeAxes()))
            body = new Binary(BinaryOperator.Add, body, new AxisIndex(axis));
        return body;
    }

    private static Binary AbsPlus(Expression x, double least) => new(BinaryOperator.Add, new Unary(UnaryOperator.Abs, x), new Number(least));

    private IEnumerable<string> Reducible(EquatableArray<string> bound) => axes.Select(a => a.Name).Except(bound);

    private long ExtentOf(string axis) => axes.First(a => a.Name == axis).Extent.Value;

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private T[] Shuffled<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
