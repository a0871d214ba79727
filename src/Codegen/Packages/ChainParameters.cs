using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Packages;

/// <summary>Describes the tensors of a kernel to those who call it.</summary>
internal static class ChainParameters
{
    public static ManifestParameter Parameter(TileBuffer buffer, ParameterDirection direction) => new()
    {
        Name = buffer.Name,
        Type = buffer.Type,
        Shape = buffer.Axes.Select(a => new ManifestExpression(a)).ToEquatableArray(),
        Strides = buffer.Strides.Count == 0 ? RowMajor([.. buffer.Axes]) : [.. buffer.Strides.Select(s => new ManifestExpression(Text(s)))],
        Alignment = buffer.Alignment,
        Direction = direction,
    };

    /// <summary>The elements between neighbours of a dimension: the product of the extents behind it.</summary>
    private static EquatableArray<ManifestExpression> RowMajor(string[] axes) =>
        axes.Select((_, i) => new ManifestExpression(i + 1 < axes.Length ? string.Join("*", axes[(i + 1)..]) : "1")).ToEquatableArray();

    /// <summary>A manifest has no parentheses, so that strides are products.</summary>
    private static string Text(IndexExpression stride) => stride switch
    {
        IndexConstant(var value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        IndexExtent(var axis) => axis,
        IndexMultiply(var x, var y) => $"{Text(x)}*{Text(y)}",
        _ => throw new InternalErrorException("kernel package", "a stride is no product of extents", stride.ToString()),
    };
}
