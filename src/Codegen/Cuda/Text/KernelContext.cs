using System.Globalization;
using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>What the text of a kernel is written with: names, positions, types.</summary>
internal sealed class KernelContext
{
    private static readonly string[] _locals =
    [
        "shared", "lane", "warp", "row_warp", "part", "part_thread", "thread", "block", "share", "workspace", "tickets", "i", "j", "e", "r", "x", "c", "factor", "group", "all", "own", "a", "b", "value",
    ];

    public KernelContext(KernelProgram program)
    {
        Program = program;
        Names = new Names(Prelude.Words.Concat(_locals));
        Entry = Names.Claim(program.Name);
        foreach (var tensor in program.Tensors) _ = Names[tensor.Name];
        Index = new IndexText(this);
    }

    public KernelProgram Program { get; }

    public Names Names { get; }

    /// <summary>The function's name.</summary>
    public string Entry { get; }

    public IndexText Index { get; }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "__int_as_float(0x7f800000)",
        double.NegativeInfinity => "__int_as_float(0xff800000)",
        double.NaN => "__int_as_float(0x7fffffff)",
        _ => Literal((float)value),
    };

    public static string Type(DataType type) => type switch
    {
        DataType.F16 => "f16",
        DataType.BF16 => "bf16",
        DataType.F32 => "float",
        DataType.I32 => "int",
        DataType.I64 => "i64",
        _ => "bool",
    };

    /// <summary>The first position of the current tile of an axis.</summary>
    public string Origin(string axis) => Program.Axis(axis) is { Use: AxisUse.Whole } ? "0" : Names[$"{axis}0"];

    public static string Tile(SharedTile tile) => $"Tile<{Type(tile.Type)}, {tile.Columns}>";

    /// <summary>The first position of the warp's rows.</summary>
    public string WarpRow(string axis, int rows)
    {
        if (axis.Length == 0) return "0";
        var origin = Origin(axis);
        var offset = Offset(rows);
        return offset == "0" ? origin : origin == "0" ? offset : $"{origin} + {offset}";
    }

    /// <summary>The warp's first row within the tile.</summary>
    public string Offset(int rows) => Program.RowWarps == 1 ? "0" : $"row_warp * {rows}";

    /// <summary>The first position of the accumulators' columns.</summary>
    public string FirstColumn(Accumulators sum)
    {
        var origin = Origin(sum.ColumnAxis);
        if (!sum.IsDealt) return origin;
        return origin == "0" ? $"part * {sum.Columns}" : $"{origin} + part * {sum.Columns}";
    }

    public static string Minus(long extent, string position) => position == "0" ? $"{extent}" : $"{extent} - {(position.Contains(' ', StringComparison.Ordinal) ? $"({position})" : position)}";

    public static string Bool(bool value) => value ? "true" : "false";

    private static string Literal(float value)
    {
        if (float.IsInfinity(value)) return Number(value);
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E', 'e') < 0 ? $"{text}.f" : $"{text}f";
    }
}
