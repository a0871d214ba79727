using MCFuser.Core;

namespace MCFuser.Codegen.Interpreter;

/// <summary>The right values of an output at some of its positions, row-major over the ordinals of each dimension's position set.</summary>
public sealed record ReferenceTensor(
    string Name, DataType Type, EquatableArray<string> Axes, EquatableArray<PositionSet> Positions, ReadOnlyMemory<double> Values)
{
    public EquatableArray<long> Shape => Positions.Select(p => p.Extent).ToEquatableArray();

    /// <summary>Whether every position of the output is here.</summary>
    public bool IsWhole { get; } = Positions.All(p => p.IsAll);

    /// <summary>The row-major offset, in the whole output, of the value with this number.</summary>
    public long OffsetOf(long number)
    {
        if (IsWhole) return number;
        var (offset, stride) = (0L, 1L);
        for (var d = Positions.Count - 1; d >= 0; d--)
        {
            offset += stride * Positions[d][number % Positions[d].Count];
            number /= Positions[d].Count;
            stride *= Positions[d].Extent;
        }

        return offset;
    }

    /// <summary>The position, in the whole output, of the value with this number.</summary>
    public EquatableArray<long> PositionOf(long number)
    {
        var offset = OffsetOf(number);
        var position = new long[Positions.Count];
        for (var d = position.Length - 1; d >= 0; d--) (offset, position[d]) = Math.DivRem(offset, Positions[d].Extent);
        return position.ToEquatableArray();
    }
}

/// <summary>What a graph's outputs must be, unrounded, in the order of the graph.</summary>
public sealed record Reference(EquatableArray<ReferenceTensor> Outputs)
{
    public ReferenceTensor this[string output] => Outputs.First(t => t.Name == output);
}
