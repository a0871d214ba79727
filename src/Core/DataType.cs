namespace MCFuser.Core;

/// <summary>The type in which a tensor's elements are stored.</summary>
public enum DataType
{
    F16,
    BF16,
    F32,
    I32,
    I64,
    Bool,
}

public static class DataTypes
{
    public static int Bytes(this DataType type) => type switch
    {
        DataType.F16 or DataType.BF16 => 2,
        DataType.F32 or DataType.I32 => 4,
        DataType.I64 => 8,
        _ => 1,
    };

    /// <summary>The name in the chain language, the tile program and the manifest.</summary>
    public static string Text(this DataType type) => type switch
    {
        DataType.F16 => "f16",
        DataType.BF16 => "bf16",
        DataType.F32 => "f32",
        DataType.I32 => "i32",
        DataType.I64 => "i64",
        _ => "bool",
    };

    public static bool TryParse(string text, out DataType type)
    {
        foreach (var candidate in Enum.GetValues<DataType>())
        {
            type = candidate;
            if (candidate.Text() == text) return true;
        }

        type = default;
        return false;
    }

    public static bool IsFloat(this DataType type) => type is DataType.F16 or DataType.BF16 or DataType.F32;

    public static bool IsInteger(this DataType type) => type is DataType.I32 or DataType.I64;
}
