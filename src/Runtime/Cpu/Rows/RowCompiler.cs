using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>
/// Compiles an expression to a <see cref="RowProgram"/>. Constants are folded, what does not vary along a row is computed once a row,
/// and equal subexpressions are computed once.
/// </summary>
internal sealed unsafe class RowCompiler
{
    private readonly KernelPlan _plan;
    private readonly RowNest _nest;
    private readonly IReadOnlyDictionary<string, int> _operands;
    private readonly long _rowBytes;
    private readonly List<RowValue> _values = [];
    private readonly List<RowConstant> _constants = [];
    private readonly List<RowInstruction> _once = [];
    private readonly List<RowInstruction> _each = [];
    private readonly Dictionary<Expression, Term> _terms = [];
    private readonly Dictionary<int, int> _broadcasts = [];
    private long _bytes;

    private RowCompiler(KernelPlan plan, RowNest nest, IReadOnlyDictionary<string, int> operands)
    {
        (_plan, _nest, _operands) = (plan, nest, operands);
        var longest = nest.Inner < 0 ? 1 : plan.Axes.IsLooped(nest.Inner) ? plan.Axes.Tile(nest.Inner) : plan.Axes.Extent(nest.Inner);
        Chunk = Math.Min(RowProgram.LongestChunk, (longest + RowLoops.Lanes - 1) / RowLoops.Lanes * RowLoops.Lanes);
        _rowBytes = Chunk * sizeof(float);
    }

    private enum Level
    {
        Constant,
        Row,
        Element,
    }

    private static nint SelectFunction => (nint)(delegate*<float*, float*, float*, float*, nint, void>)&RowLoops.Select;

    private long Chunk { get; }

    /// <param name="nest">Its first operand is the destination.</param>
    /// <param name="operands">The number of each tile that the expression reads among the operands of the nest.</param>
    /// <param name="direct">Whether results may be written to the destination in whole vectors.</param>
    public static RowProgram Compile(
        KernelPlan plan, RowNest nest, IReadOnlyDictionary<string, int> operands, Expression expression, bool direct)
    {
        var compiler = new RowCompiler(plan, nest, operands);
        var result = compiler.Visit(expression);
        var last = compiler._each.Count - 1;
        var target = direct ? compiler.Tile(0) : -1;
        if (direct && (result.Level != Level.Element || last < 0 || compiler._each[last].Target != result.Value))
        {
            var copy = (nint)CastFunctions.Find(DataType.F32);
            compiler._each.Add(new RowInstruction(RowAction.Call, copy, target, compiler.Widened(result), 0, 0));
        }
        else if (direct)
        {
            compiler._each[last] = compiler._each[last] with { Target = target };
        }
        else
        {
            target = nest.Inner < 0 ? result.Value : compiler.Widened(result);
        }

        return compiler.Finish(target, direct);
    }

    private RowProgram Finish(int target, bool direct)
    {
        var (values, bytes) = RowRegisters.Assign(_values, _each, _bytes, _rowBytes, direct ? -1 : target);
        return new RowProgram(_nest, values, _constants, _once, _each, target, direct, Chunk, _plan.Reserve(bytes));
    }

    private Term Visit(Expression expression)
    {
        if (_terms.TryGetValue(expression, out var known)) return known;
        return _terms[expression] = expression switch
        {
            Number(var value) => Constant((float)value),
            AxisExtent(var axis) => Constant(_plan.Axes.Extent(_plan.Axes[axis])),
            AxisIndex(var axis) => Index(_plan.Axes[axis]),
            Element(var buffer) => Read(_operands[buffer]),
            Unary(var op, var x) => Call((nint)UnaryFunctions.Find(op), Visit(x)),
            Cast(var type, var x) => Call((nint)CastFunctions.Find(type), Visit(x)),
            Binary(BinaryOperator.Divide, var x, var y) => Quotient(Visit(x), Visit(y)),
            Binary(BinaryOperator.Pow, var x, Number(2)) => Call((nint)BinaryFunctions.Find(BinaryOperator.Multiply), Visit(x), Visit(x)),
            Binary(var op, var x, var y) => Call((nint)BinaryFunctions.Find(op), Visit(x), Visit(y)),
            Compare(var op, var x, var y) => Call((nint)CompareFunctions.Find(op), Visit(x), Visit(y)),
            Select(var c, var x, var y) => Call(SelectFunction, Visit(c), Visit(x), Visit(y)),
            _ => throw CpuErrors.Broken($"an expression of tiles cannot hold {expression}", _plan.Program),
        };
    }

    /// <summary>Multiplies by the reciprocal of a constant: one rounding more, several times faster.</summary>
    private Term Quotient(Term dividend, Term divisor)
    {
        var reciprocal = 1 / divisor.Number;
        var isSafe = divisor.Level == Level.Constant && float.IsNormal(divisor.Number) && float.IsNormal(reciprocal);
        return isSafe && dividend.Level == Level.Element
            ? Call((nint)BinaryFunctions.Find(BinaryOperator.Multiply), dividend, Constant(reciprocal))
            : Call((nint)BinaryFunctions.Find(BinaryOperator.Divide), dividend, divisor);
    }

    private Term Constant(float number)
    {
        var value = Cell();
        _constants.Add(new RowConstant(value, number, RowLoops.Lanes));
        return new Term(value, Level.Constant, number);
    }

    private Term Index(int axis)
    {
        if (axis == _nest.Inner)
        {
            var row = Row();
            _each.Add(new RowInstruction(RowAction.Count, 0, row, 0, 0, 0));
            return new Term(row, Level.Element, 0);
        }

        var cell = Cell();
        _once.Add(new RowInstruction(RowAction.Position, 0, cell, axis, 0, 0));
        return new Term(cell, Level.Row, 0);
    }

    private Term Read(int operand)
    {
        var stride = _nest.InnerStrides[operand];
        if (stride == 0) return new Term(Tile(operand), Level.Row, 0);
        if (stride == sizeof(float)) return new Term(Tile(operand), Level.Element, 0);
        var row = Row();
        _each.Add(new RowInstruction(RowAction.Collect, 0, row, operand, 0, 0));
        return new Term(row, Level.Element, 0);
    }

    private Term Call(nint function, params ReadOnlySpan<Term> terms)
    {
        var level = Level.Constant;
        foreach (var term in terms) level = term.Level > level ? term.Level : level;
        if (level == Level.Constant) return Fold(function, terms);
        Span<int> arguments = [0, 0, 0];
        for (var i = 0; i < terms.Length; i++) arguments[i] = level == Level.Element ? Widened(terms[i]) : terms[i].Value;
        var target = level == Level.Element ? Row() : Cell();
        var instruction = new RowInstruction(RowAction.Call, function, target, arguments[0], arguments[1], arguments[2]);
        (level == Level.Element ? _each : _once).Add(instruction);
        return new Term(target, level, 0);
    }

    private Term Fold(nint function, ReadOnlySpan<Term> terms)
    {
        var cells = stackalloc float[4 * RowLoops.Lanes];
        for (var i = 0; i < terms.Length; i++) new Span<float>(cells + ((i + 1) * RowLoops.Lanes), RowLoops.Lanes).Fill(terms[i].Number);
        ((delegate*<float*, float*, float*, float*, nint, void>)function)(
            cells, cells + RowLoops.Lanes, cells + (2 * RowLoops.Lanes), cells + (3 * RowLoops.Lanes), RowLoops.Lanes);
        return Constant(cells[0]);
    }

    /// <summary>The value as a whole row.</summary>
    private int Widened(Term term)
    {
        if (term.Level == Level.Element) return term.Value;
        if (_broadcasts.TryGetValue(term.Value, out var known)) return known;
        var row = Memory(_rowBytes);
        _broadcasts.Add(term.Value, row);
        if (term.Level == Level.Constant) _constants.Add(new RowConstant(row, term.Number, Chunk));
        else _once.Add(new RowInstruction(RowAction.Broadcast, 0, row, term.Value, 0, 0));
        return row;
    }

    private int Tile(int operand) => Value(new RowValue(0, operand));

    private int Cell() => Memory(RowLoops.Lanes * sizeof(float));

    /// <summary>A row whose place is decided at the end.</summary>
    private int Row() => Value(new RowValue(-1, -1));

    private int Memory(long bytes)
    {
        _bytes += bytes;
        return Value(new RowValue(_bytes - bytes, -1));
    }

    private int Value(RowValue value)
    {
        _values.Add(value);
        return _values.Count - 1;
    }

    /// <summary>What a subexpression became; the number where it is a constant.</summary>
    private readonly record struct Term(int Value, Level Level, float Number);
}
