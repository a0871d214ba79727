using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Tests.Frontend.Chains;

/// <summary>Makes small valid graphs of all kinds of operators; some reads rename axes or fix an index.</summary>
internal sealed class RandomGraph
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private readonly Random _random;
    private readonly List<Tensor> _tensors = [];

    private RandomGraph(int seed) => _random = new Random(seed);

    public static OperatorGraph Make(int seed) => new RandomGraph(seed).Make();

    private OperatorGraph Make()
    {
        var axes = Names.Select(n => new Axis(n, new ConstantExtent(n == "e" ? 2 : 3))).ToEquatableArray();
        var type = Pick([DataType.F16, DataType.F32]);
        for (var i = 0; i < 3; i++) _tensors.Add(new Tensor($"I{i}", type, Axes(2, 3)));
        var inputs = _tensors.ToEquatableArray();
        var definitions = new List<Definition>();
        var count = _random.Next(2, 9);
        for (var i = 0; i < count; i++)
        {
            var value = Value();
            var isOutput = i == count - 1 || _random.Next(5) == 0;
            var target = new Tensor($"T{i}", isOutput ? type : DataType.F32, value.FreeAxes());
            _tensors.Add(target);
            definitions.Add(new Definition(target, value, isOutput));
        }

        return new OperatorGraph("random", axes, inputs, [.. definitions]);
    }

    private Expression Value()
    {
        var x = Read();
        var free = x.FreeAxes();
        switch (_random.Next(8))
        {
            case 0:
            case 1:
            case 2:
                var product = new Binary(BinaryOperator.Multiply, Decorated(x), Decorated(Read()));
                var sum = Reduced(ReduceOperator.Sum, product);
                return _random.Next(2) == 0 ? sum : new Binary(BinaryOperator.Add, sum, Read());
            case 3:
                return free.Count == 0 ? x : new Softmax(Pick(free), Decorated(x));
            case 4:
                return Reduced(Pick(Enum.GetValues<ReduceOperator>()), x);
            case 5:
                return new Binary(BinaryOperator.Divide, x, new Binary(BinaryOperator.Add, new Number(9), Reduced(ReduceOperator.Max, x)));
            default:
                return new Unary(UnaryOperator.Tanh, new Binary(BinaryOperator.Add, x, Decorated(Read())));
        }
    }

    private Expression Decorated(Expression x) => _random.Next(6) switch
    {
        0 => new Unary(UnaryOperator.Negate, x),
        1 => new Binary(BinaryOperator.Divide, x, new Number(4)),
        2 => new Binary(BinaryOperator.Multiply, x, new Unary(UnaryOperator.Tanh, Read())),
        3 => new Unary(UnaryOperator.Tanh, x),
        _ => x,
    };

    private Expression Reduced(ReduceOperator op, Expression body)
    {
        var free = body.FreeAxes().OrderBy(_ => _random.Next()).ToList();
        var axes = free.Take(_random.Next(1, 3)).ToEquatableArray();
        return axes.Count == 0 ? body : new Reduce(op, axes, body);
    }

    private TensorRead Read()
    {
        var tensor = Pick(_tensors.TakeLast(_random.Next(2) == 0 ? 2 : _tensors.Count).ToList());
        return new TensorRead(tensor.Name, tensor.Axes.Select(Index).ToEquatableArray());
    }

    private IndexExpression Index(string axis) => (axis == "e" ? 20 : _random.Next(20)) switch
    {
        0 => new IndexAxis(Pick(["a", "b", "c", "d"])),
        1 => new IndexConstant(_random.Next(3)),
        _ => new IndexAxis(axis),
    };

    private EquatableArray<string> Axes(int least, int most) =>
        Names.OrderBy(_ => _random.Next()).Take(_random.Next(least, most + 1)).ToEquatableArray();

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
