using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>How a matrix tile lies in its tensor: its columns are neighbours there, its rows a constant distance apart.</summary>
/// <param name="Row">The axis of the rows; null if the tile has columns only.</param>
internal sealed record CopyShape(string Row, string Column, long RowStride, int Width)
{
    private const int MostBytes = 16;

    /// <summary>Null if the tile is no such matrix, or holds no floating-point numbers.</summary>
    public static CopyShape? Of(TileProgram program, Load load) => Of(program, load.Source, load.Indices, program.FindBuffer(load.Destination));

    public static CopyShape? Of(TileProgram program, string tensor, EquatableArray<IndexExpression> indices, TileBuffer tile)
    {
        var memory = program.FindBuffer(tensor);
        if (tile.Axes.ToArray() is not [var x, var y] || !memory.Type.IsFloat() || indices.Count == 0) return null;
        var strides = TensorStrides.Of(program, memory);
        var column = Axis(indices[^1]);
        var row = column == x ? y : x;
        var dimension = Enumerable.Range(0, indices.Count - 1).Where(d => Axis(indices[d]) == row).ToArray();
        var isMatrix = (column == x || column == y) && dimension.Length == 1
            && indices.Index().All(i => i.Item.Axes().All(a => a != x && a != y) || i.Index == indices.Count - 1 || i.Index == dimension[0]);
        if (!isMatrix) return null;
        // The rows of a tile are reached by 32-bit offsets from its first.
        if (checked(strides[dimension[0]] * WarpPlan.Padded(program.FindAxis(row)) * memory.Type.Bytes()) > int.MaxValue) return null;
        return new CopyShape(row, column!, strides[dimension[0]], WidthOf(program, memory, indices, strides, column!));
    }

    /// <summary>The axis that an index follows position by position, null if it does not.</summary>
    private static string? Axis(IndexExpression index) => index switch
    {
        IndexAxis(var axis) => axis,
        IndexAdd(IndexAxis(var axis), IndexConstant) => axis,
        _ => null,
    };

    /// <summary>The largest power of two that divides, in bytes, where every row begins and ends; below 4 it is 0.</summary>
    private static int WidthOf(TileProgram program, TileBuffer memory, EquatableArray<IndexExpression> indices, EquatableArray<long> strides, string column)
    {
        var offset = indices[^1] is IndexAdd(_, IndexConstant(var constant)) ? constant : 0;
        var extent = program.FindAxis(column).Extent.Value;
        var elements = strides.Take(strides.Count - 1).Append(offset).Append(extent).Aggregate(0L, Divisor);
        var width = (int)Math.Min(MostBytes, Divisor(elements * memory.Type.Bytes(), MostBytes));
        width = (int)Divisor(width, memory.Alignment);
        return width < 4 || width < memory.Type.Bytes() ? 0 : width;
    }

    private static long Divisor(long x, long y) => y == 0 ? Math.Abs(x) : Divisor(y, x % y);
}
