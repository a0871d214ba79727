using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Codegen.Interpreter.Pointwise;

/// <summary>A tensor that expressions can read: the positions held of each dimension, row-major over their ordinals.</summary>
internal sealed record HeldTensor(ElementSource Source, PositionSet[] Positions)
{
    /// <summary>How many elements apart neighbours along each dimension are.</summary>
    public long[] Strides { get; } = StridesOf(Positions);

    public static long[] StridesOf(PositionSet[] positions)
    {
        var strides = new long[positions.Length];
        var stride = 1L;
        for (var d = positions.Length - 1; d >= 0; stride *= positions[d--].Count) strides[d] = stride;
        return strides;
    }
}

/// <summary>Makes expressions without reductions ready to be evaluated inside given loops.</summary>
internal sealed class PointwiseCompiler(
    OperatorGraph graph, IReadOnlyList<Loop> loops, int vector, IReadOnlyDictionary<string, HeldTensor> tensors)
{
    public Node Compile(Expression expression) => expression switch
    {
        Number(var value) => new ConstantNode(value),
        AxisIndex(var axis) => new PositionNode(LoopOf(axis), LoopOf(axis) == vector),
        AxisExtent(var axis) => new ConstantNode(graph.Extent(axis)),
        TensorRead read => CompileRead(read),
        Unary(var op, var x) => new UnaryNode(Functions.Of(op), Compile(x)),
        Binary(var op, var x, var y) => new BinaryNode(Functions.Of(op), Compile(x), Compile(y)),
        Compare(var op, var x, var y) => new BinaryNode(Functions.Of(op), Compile(x), Compile(y)),
        Select(var condition, var x, var y) => new SelectNode(Compile(condition), Compile(x), Compile(y)),
        _ => throw new InternalErrorException("interpreter", $"{expression} has no meaning in a graph", graph.ToString()),
    };

    private int LoopOf(string axis)
    {
        for (var i = 0; i < loops.Count; i++)
            if (loops[i].Axis == axis) return i;
        throw new InternalErrorException("interpreter", $"axis {axis} is not bound", graph.ToString());
    }

    private ReadNode CompileRead(TensorRead read)
    {
        var tensor = tensors[read.Tensor];
        var origin = 0L;
        var tables = new long[]?[loops.Count];
        var computed = new List<ComputedDimension>();
        for (var d = 0; d < read.Indices.Count; d++)
        {
            var (index, positions, stride) = (read.Indices[d], tensor.Positions[d], tensor.Strides[d]);
            if (!IndexArithmetic.IsTabular(index))
            {
                var value = Compile(IndexArithmetic.AsExpression(index));
                computed.Add(new ComputedDimension(value, index.ToString(), positions.Extent, stride));
            }
            else if (index.Axes().FirstOrDefault() is { } axis)
            {
                var loop = LoopOf(axis);
                var table = tables[loop] ??= new long[loops[loop].Count];
                for (var i = 0; i < table.Length; i++)
                    table[i] += stride * Ordinal(read, index, positions, loops[loop].Positions[i]);
            }
            else
            {
                origin += stride * Ordinal(read, index, positions, 0);
            }
        }

        return new ReadNode(read.ToString(), tensor.Source, origin, tables, vector, [.. computed]);
    }

    private long Ordinal(TensorRead read, IndexExpression index, PositionSet held, long position)
    {
        var ordinal = held.OrdinalOf(IndexArithmetic.Within(read.Tensor, index, graph, position, held.Extent));
        return ordinal >= 0
            ? ordinal
            : throw new InternalErrorException("interpreter", $"{read} is not held at {position}", graph.ToString());
    }
}
