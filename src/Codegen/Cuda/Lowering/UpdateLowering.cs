using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Folds tiles into states. A softmax works in base 2: a positive factor of its argument and log2(e) become one multiplication.</summary>
internal sealed class UpdateLowering(KernelBuilder builder)
{
    private readonly Dictionary<Contract, string> _sums = [];

    /// <summary>The softmax whose sum is taken from the operand of a contraction.</summary>
    public string? SumOf(Contract contract) => _sums.GetValueOrDefault(contract);

    public bool IsSoftmax(Update update) => builder.Program.FindState(update.State).Monoid == Monoid.Softmax;

    /// <summary>A sum multiplied by the scale of a softmax: the softmax does it when its maximum grows.</summary>
    public bool IsRescale(Map map) => RescaledBy(map) is not null;

    public SoftmaxRows Registers(TileState state)
    {
        var row = builder.Homes.Orient(state.Parts[0]).Row;
        var name = KernelBuilder.Softmax(state.Name);
        return (SoftmaxRows)(builder.HasRegister(name) ? builder.Register(name) : builder.Declare(new SoftmaxRows(name, row, builder.WarpRows(row))));
    }

    public void Lower(EquatableArray<TileStatement> body, int at, Update update, List<KernelStatement> result)
    {
        var state = builder.Program.FindState(update.State);
        if (state.Monoid != Monoid.Softmax)
        {
            Fold(update, state, result);
            return;
        }

        var softmax = Registers(state);
        var values = Values(update.Destination ?? update.Source);
        var argument = at > 0 && body[at - 1] is Map map && map.Destination == update.Source ? map.Value : new Element(update.Source);
        var (inner, scale, conditions) = Decompose(argument);
        if (inner is not Element(var same) || same != values.Name) result.Add(new Apply(values.Name, Operands.Readable(builder, values, inner, result)));
        foreach (var condition in conditions)
            result.Add(new Mask(values.Name, Operands.Readable(builder, values, condition, result), double.NegativeInfinity, AlwaysHolds(condition)));
        if (builder.IsRagged(values.ColumnAxis)) result.Add(new MaskEdge(values.Name, values.ColumnAxis, double.NegativeInfinity));
        var rescaled = builder.Program.Body.WithNested().OfType<Map>().Where(m => RescaledBy(m) == update.State).Select(m => builder.Register(m.Destination).Name).Distinct();
        result.Add(new UpdateSoftmax(softmax.Name, values.Name, scale * Math.Log2(Math.E), rescaled.ToEquatableArray()));
        if (ProductOf(body, at, values.Name) is { } product) _sums[product] = softmax.Name;
        else result.Add(new SumSoftmax(softmax.Name, values.Name));
    }

    /// <summary>The contraction of the same list that packs the exponentials into an operand.</summary>
    private Contract? ProductOf(EquatableArray<TileStatement> body, int at, string values) =>
        body.Skip(at + 1).OfType<Contract>().FirstOrDefault(c =>
            (c.Left == values || c.Right == values) && c.Precision is Precision.F16 or Precision.BF16
            && builder.Homes.Orient(values).Column == c.Axes[0] && builder.Program.FindBuffer(values).Axes.Contains(builder.Homes.Orient(c.Accumulator).Row));

    private string? RescaledBy(Map map)
    {
        if (map.Value is not Binary(BinaryOperator.Multiply, Element(var x), Element(var y))) return null;
        var scale = x == map.Destination ? y : y == map.Destination ? x : null;
        return builder.Program.States.FirstOrDefault(s => s.Monoid == Monoid.Softmax && s.Parts[2] == scale)?.Name;
    }

    private void Fold(Update update, TileState state, List<KernelStatement> result)
    {
        var source = Values(update.Source, result);
        var neutral = state.Monoid switch { Monoid.Max => double.NegativeInfinity, Monoid.Min => double.PositiveInfinity, _ => 0 };
        if (builder.IsRagged(source.ColumnAxis))
        {
            if (IsUsedElsewhere(update))
            {
                var copy = builder.HasRegister($"{source.Name}.folded") ? builder.Register($"{source.Name}.folded") : builder.Declare(source with { Name = $"{source.Name}.folded" });
                result.Add(new Apply(copy.Name, new Element(source.Name)));
                source = (Accumulators)copy;
            }

            result.Add(new MaskEdge(source.Name, source.ColumnAxis, neutral));
        }

        result.Add(new Fold(builder.Register(state.Parts[0]).Name, source.Name, state.Monoid));
    }

    private bool IsUsedElsewhere(Update update) => builder.Program.Body.WithNested().Any(s => !s.Equals(update) && s switch
    {
        Map map => map.Value.SelfAndDescendants().Contains(new Element(update.Source)),
        Contract contract => contract.Left == update.Source || contract.Right == update.Source,
        Update other => other.Source == update.Source,
        Store store => store.Source == update.Source,
        _ => false,
    });

    /// <summary>The accumulators of a tile; a tile in memory is read into some.</summary>
    private Accumulators Values(string name, List<KernelStatement>? result = null)
    {
        if (builder.Homes[name] == Home.Accumulators) return (Accumulators)builder.Register(builder.Now(name));
        var copy = $"{name}.read";
        var sum = builder.HasRegister(copy) ? (Accumulators)builder.Register(copy) : builder.Matrix(copy, builder.Homes.Orient(name));
        result?.Add(new Apply(copy, Operands.Readable(builder, sum, new Element(name), result)));
        return sum;
    }

    /// <summary>Takes where(condition, x, -inf) and positive factors off an argument.</summary>
    private static (Expression Inner, double Scale, List<Expression> Conditions) Decompose(Expression argument)
    {
        var conditions = new List<Expression>();
        for (var scale = 1.0; ;)
            switch (argument)
            {
                case Select(var condition, var then, var otherwise) when IsMinusInfinity(otherwise):
                    argument = then;
                    conditions.Add(condition);
                    break;
                case Binary(BinaryOperator.Multiply, var x, Number(> 0 and < double.PositiveInfinity and var factor)): (argument, scale) = (x, scale * factor); break;
                case Binary(BinaryOperator.Multiply, Number(> 0 and < double.PositiveInfinity and var factor), var x): (argument, scale) = (x, scale * factor); break;
                case Binary(BinaryOperator.Divide, var x, Number(> 0 and < double.PositiveInfinity and var divisor)): (argument, scale) = (x, scale / divisor); break;
                default: return (argument, scale, conditions);
            }
    }

    private static bool IsMinusInfinity(Expression value) =>
        value is Number(double.NegativeInfinity) or Unary(UnaryOperator.Negate, Number(double.PositiveInfinity));

    /// <summary>Whether a comparison of two positions can be decided for a whole tile.</summary>
    private static AxisComparison? AlwaysHolds(Expression condition) => condition switch
    {
        Compare(CompareOperator.LessOrEqual, AxisIndex(var x), AxisIndex(var y)) => new AxisComparison(x, y, 0),
        Compare(CompareOperator.Less, AxisIndex(var x), AxisIndex(var y)) => new AxisComparison(x, y, 1),
        Compare(CompareOperator.GreaterOrEqual, AxisIndex(var x), AxisIndex(var y)) => new AxisComparison(y, x, 0),
        Compare(CompareOperator.Greater, AxisIndex(var x), AxisIndex(var y)) => new AxisComparison(y, x, 1),
        _ => null,
    };
}
