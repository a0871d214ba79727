using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Portable.Kernels;

namespace MCFuser.Portable.Programs;

/// <summary>Writes the programs of expressions, for given loops, behind one another.</summary>
internal sealed class ProgramWriter(OperatorGraph graph, TensorPlaces places, IReadOnlyList<string> loops, List<long> code, List<IndexCheck> checks)
{
    private int _depth;

    /// <summary>The most values that any of the programs has on its stack.</summary>
    public int Depth { get; private set; }

    /// <summary>Where the program of an expression begins and ends.</summary>
    public (int From, int End) Write(Expression expression)
    {
        var from = code.Count;
        Push(expression);
        _depth = 0;
        return (from, code.Count);
    }

    /// <summary>Writes the offset of an element (<see cref="Loops.Offset"/>) as far as these indices decide it, each with the stride of its dimension.</summary>
    public int WriteOffset(TensorPlace place, IEnumerable<(IndexTerms Terms, long Stride)> indices)
    {
        var at = code.Count;
        var origin = place.Origin;
        var strides = new SortedDictionary<int, long>();
        foreach (var (terms, stride) in indices)
        {
            origin += terms.Constant * stride;
            foreach (var (axis, factor) in terms.Factors) strides[LoopOf(axis)] = strides.GetValueOrDefault(LoopOf(axis)) + factor * stride;
        }

        code.AddRange([strides.Count, origin, .. strides.SelectMany(s => new[] { s.Key, s.Value })]);
        return at;
    }

    private void Push(Expression expression)
    {
        switch (expression)
        {
            case Number(var value): PushNumber(value); break;
            case AxisExtent(var axis): PushNumber(graph.Extent(axis)); break;
            case AxisIndex(var axis): PushPosition(axis); break;
            case TensorRead(var tensor, var indices): PushElement(tensor, indices); break;
            case Unary(var op, var x):
                Push(x);
                code.Add(Instruction.Unary + (int)op);
                break;
            case Binary(var op, var x, var y): Apply(Instruction.Binary + (int)op, () => Push(x), () => Push(y)); break;
            case Compare(var op, var x, var y): Apply(Instruction.Compare + (int)op, () => Push(x), () => Push(y)); break;
            case Select(var condition, var x, var y): Apply(Instruction.Select, () => Push(condition), () => Push(x), () => Push(y)); break;
            default: throw new InternalErrorException("portable", $"{expression} has no meaning in an operator", graph.ToString());
        }
    }

    private void Push(IndexExpression index)
    {
        switch (index)
        {
            case IndexConstant(var value): PushNumber(value); break;
            case IndexExtent(var axis): PushNumber(graph.Extent(axis)); break;
            case IndexAxis(var axis): PushPosition(axis); break;
            case IndexRead(var tensor, var indices): PushElement(tensor, indices); break;
            case IndexAdd(var x, var y): Apply(BinaryOperator.Add, x, y); break;
            case IndexMultiply(var x, var y): Apply(BinaryOperator.Multiply, x, y); break;
            case IndexModulo(var x, var y): Apply(BinaryOperator.Mod, x, y); break;
            case IndexMin(var x, var y): Apply(BinaryOperator.Min, x, y); break;
            case IndexMax(var x, var y): Apply(BinaryOperator.Max, x, y); break;
            case IndexFloorDivide(var x, var y):
                Apply(BinaryOperator.Divide, x, y);
                code.Add(Instruction.Unary + (int)UnaryOperator.Floor);
                break;
            default: throw new InternalErrorException("portable", $"unknown index {index.GetType().Name}", graph.ToString());
        }
    }

    private void Apply(BinaryOperator op, IndexExpression x, IndexExpression y) => Apply(Instruction.Binary + (int)op, () => Push(x), () => Push(y));

    /// <summary>An instruction that leaves one value of several.</summary>
    private void Apply(int instruction, params ReadOnlySpan<Action> operands)
    {
        foreach (var operand in operands) operand();
        code.Add(instruction);
        _depth -= operands.Length - 1;
    }

    private void PushNumber(double value)
    {
        code.AddRange([Instruction.Number, BitConverter.DoubleToInt64Bits(value)]);
        Grow();
    }

    private void PushPosition(string axis)
    {
        code.AddRange([Instruction.Position, LoopOf(axis)]);
        Grow();
    }

    private void PushElement(string tensor, EquatableArray<IndexExpression> indices)
    {
        var place = places[tensor];
        var known = new List<(IndexTerms, long)>();
        var gathers = false;
        foreach (var (d, index) in indices.Index())
        {
            if (IndexTerms.Of(index, graph) is { } terms) known.Add((terms, place.Strides[d]));
            else gathers = PushComputed(new IndexCheck(tensor, d, index, place.Shape[d]), place.Strides[d], gathers);
        }

        code.Add((place.IsInteger, gathers) switch
        {
            (false, false) => Instruction.Real,
            (false, true) => Instruction.GatheredReal,
            (true, false) => Instruction.Integer,
            (true, true) => Instruction.GatheredInteger,
        });
        WriteOffset(place, known);
        if (!gathers) Grow();
    }

    /// <summary>An index that only the run can tell, times its stride; it is added to one before it.</summary>
    private bool PushComputed(IndexCheck check, long stride, bool isAdded)
    {
        checks.Add(check);
        Push(check.Index);
        code.AddRange([Instruction.Check, check.Extent, checks.Count]);
        Apply(Instruction.Binary + (int)BinaryOperator.Multiply, () => { }, () => PushNumber(stride));
        if (isAdded) Apply(Instruction.Binary + (int)BinaryOperator.Add, () => { }, () => { });
        return true;
    }

    private void Grow() => Depth = Math.Max(Depth, ++_depth);

    private int LoopOf(string axis) => loops.Index().First(l => l.Item == axis).Index;
}
