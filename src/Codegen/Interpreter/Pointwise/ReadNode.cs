namespace MCFuser.Codegen.Interpreter.Pointwise;

/// <summary>A dimension whose index only the run can tell: an element of an integer tensor, or a mixture of several axes.</summary>
internal sealed record ComputedDimension(Node Index, string Text, long Extent, long Stride);

/// <summary>
/// Reads a tensor. The offset of an element is the sum of an origin, of one table entry a loop (all dimensions that
/// the loop alone decides), and of the computed dimensions.
/// </summary>
internal sealed class ReadNode : Node
{
    private readonly ElementSource _source;
    private readonly string _text;
    private readonly long _origin;
    private readonly (int Loop, long[] Offsets)[] _tables;
    private readonly ComputedDimension[] _computed;
    private readonly long[]? _vectorTable;
    private readonly long? _vectorStride;
    private readonly bool _gathers;
    private readonly long[] _offsets = new long[Frame.Run];
    private readonly double[] _indices = new double[Frame.Run];

    /// <param name="tables">By loop: the offset that each of its ordinals contributes; null for a loop that contributes none.</param>
    public ReadNode(string text, ElementSource source, long origin, long[]?[] tables, int vector, ComputedDimension[] computed)
        : base((vector >= 0 && tables[vector] is not null) || computed.Any(c => c.Index.Varies))
    {
        (_text, _source, _origin, _computed) = (text, source, origin, computed);
        _tables = [.. tables.Index().Where(t => t.Item is not null).Select(t => (t.Index, t.Item!))];
        _vectorTable = vector >= 0 ? tables[vector] : null;
        _vectorStride = _vectorTable is null ? 0 : UniformStride(_vectorTable);
        _gathers = _vectorStride is null || computed.Any(c => c.Index.Varies);
    }

    protected override void Compute(Frame frame, Span<double> result)
    {
        var start = _origin;
        foreach (var (loop, table) in _tables) start += table[frame.Ordinals[loop]];
        var offsets = _offsets.AsSpan(0, _gathers ? result.Length : 1);
        offsets.Fill(start);
        if (_vectorTable is not null)
        {
            var first = frame.Ordinals[frame.Vector];
            for (var i = 1; i < offsets.Length; i++) offsets[i] += _vectorTable[first + i] - _vectorTable[first];
        }

        foreach (var dimension in _computed) AddComputed(dimension, frame, offsets);
        if (_gathers)
            _source.Gather(offsets, result);
        else
            _source.Load(offsets[0], _vectorStride ?? 0, result);
    }

    private void AddComputed(ComputedDimension dimension, Frame frame, Span<long> offsets)
    {
        var values = _indices.AsSpan(0, offsets.Length);
        dimension.Index.Evaluate(frame, values);
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] < dimension.Extent))
                throw InterpreterErrors.IndexOutside(_text, dimension.Text, frame.Place(i), values[i], dimension.Extent);
            offsets[i] += (long)values[i] * dimension.Stride;
        }
    }

    private static long? UniformStride(long[] table)
    {
        if (table.Length < 2) return 0;
        var stride = table[1] - table[0];
        for (var i = 2; i < table.Length; i++)
            if (table[i] - table[i - 1] != stride) return null;
        return stride;
    }
}
