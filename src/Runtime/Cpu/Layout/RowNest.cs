namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>
/// The points of a statement in rows: some axes are walked one position at a time, outermost first, and at most one, the inner axis,
/// is left to the caller. Along an axis of which every operand keeps one element a tile there is a single position.
/// </summary>
internal sealed class RowNest
{
    private readonly Operand[] _operands;
    private readonly (int Axis, bool Single)[] _outer;
    private readonly nint[] _strides;

    private RowNest(Operand[] operands, (int Axis, bool Single)[] outer, int inner, bool innerSingle)
    {
        _operands = operands;
        _outer = outer;
        _strides = [.. outer.SelectMany(o => operands.Select(p => (nint)p.Stride(o.Axis)))];
        Inner = innerSingle ? -1 : inner;
        InnerStrides = [.. operands.Select(p => Inner < 0 ? 0 : (nint)p.Stride(Inner))];
    }

    /// <summary>The axis of a row, or -1 where a row is one point.</summary>
    public int Inner { get; }

    /// <summary>The distance in bytes between neighbours in a row, by operand.</summary>
    public nint[] InnerStrides { get; }

    public int Depth => _outer.Length;

    public int Operands => _operands.Length;

    public int OuterAxis(int level) => _outer[level].Axis;

    /// <summary>
    /// Rows over the axes of the operands, those of the first operand outermost; the inner axis is the last that the first operand has.
    /// </summary>
    public static RowNest OfRows(KernelPlan plan, params Operand[] operands)
    {
        var axes = AxesOf(plan, operands);
        var inner = operands[0].Axes.LastOrDefault(a => axes.Contains(a) && !operands[0].IsPerTile(a), -1);
        return Over(plan, axes.Where(a => a != inner), inner, operands);
    }

    /// <summary>Given outer axes and inner axis (-1: none).</summary>
    public static RowNest Over(KernelPlan plan, IEnumerable<int> outer, int inner, params Operand[] operands)
    {
        foreach (var operand in operands) plan.CheckCovered(operand);
        var axes = outer.Where(a => !plan.Axes.IsUnit(a)).Select(a => (a, IsSingle(a, operands))).ToArray();
        return new RowNest(operands, [.. axes.Where(a => !a.Item2)], inner, inner >= 0 && IsSingle(inner, operands));
    }

    /// <summary>The axes along which some operand has more than one position, in the order of the operands.</summary>
    public static IReadOnlyList<int> AxesOf(KernelPlan plan, params Operand[] operands) =>
        [.. operands.SelectMany(o => o.Axes).Distinct().Where(a => !plan.Axes.IsUnit(a))];

    public nint InnerSize(Frame frame) => Inner < 0 ? 1 : (nint)frame.Size[Inner];

    /// <param name="counters">Twice the depth.</param>
    /// <param name="addresses">One for each operand.</param>
    public RowCursor Begin(Frame frame, Span<long> counters, Span<nint> addresses)
    {
        for (var i = 0; i < _outer.Length; i++)
        {
            counters[i] = 0;
            counters[_outer.Length + i] = frame.Size[_outer[i].Axis];
        }

        for (var i = 0; i < _operands.Length; i++) addresses[i] = _operands[i].Address(frame);
        return new RowCursor(counters[.._outer.Length], counters[_outer.Length..], addresses, _strides);
    }

    /// <summary>Whether the operands keep no more than one element for a whole tile of the axis.</summary>
    public static bool IsSingle(int axis, params ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (operand.Axes.Contains(axis) && !operand.IsPerTile(axis)) return false;
        }

        return true;
    }
}

/// <summary>A row of a <see cref="RowNest"/>: the addresses of its first point, and how to move to the next row.</summary>
internal readonly ref struct RowCursor(Span<long> index, Span<long> sizes, Span<nint> addresses, nint[] strides)
{
    private readonly Span<long> _index = index;
    private readonly Span<long> _sizes = sizes;
    private readonly Span<nint> _addresses = addresses;

    public nint this[int operand] => _addresses[operand];

    /// <summary>How many positions the row lies after the start of the tile along an outer axis.</summary>
    public long Index(int level) => _index[level];

    public bool Next()
    {
        for (var level = _index.Length - 1; level >= 0; level--)
        {
            var first = level * _addresses.Length;
            if (++_index[level] < _sizes[level])
            {
                for (var i = 0; i < _addresses.Length; i++) _addresses[i] += strides[first + i];
                return true;
            }

            _index[level] = 0;
            for (var i = 0; i < _addresses.Length; i++) _addresses[i] -= strides[first + i] * (nint)(_sizes[level] - 1);
        }

        return false;
    }
}
