namespace MCFuser.Core.Tensors;

/// <summary>What becomes of a real number that is stored in a <see cref="DataType"/>.</summary>
public static class Storage
{
    /// <summary>
    /// The value after storing: floats round once to nearest even; integers are cut toward zero and saturate, NaN gives 0;
    /// every number but 0 is true (1).
    /// </summary>
    public static double Round(DataType type, double value) => type switch
    {
        DataType.F16 => (double)(Half)value,
        DataType.BF16 => BFloat16.ToSingle(BFloat16.FromDouble(value)),
        DataType.F32 => (float)value,
        DataType.I32 => (int)value,
        DataType.I64 => (long)value,
        _ => value != 0 ? 1 : 0,
    };

    /// <summary>The smallest positive float of a type; 0 for types that are no floats.</summary>
    public static double Smallest(DataType type) => type switch
    {
        DataType.F16 => (double)Half.Epsilon,
        DataType.BF16 => Math.ScaleB(1, -133),
        DataType.F32 => float.Epsilon,
        _ => 0,
    };
}
