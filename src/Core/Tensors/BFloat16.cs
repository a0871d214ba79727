namespace MCFuser.Core.Tensors;

/// <summary>Bit patterns of bfloat16: the upper half of an IEEE single. Rounds to nearest, ties to even.</summary>
public static class BFloat16
{
    public const ushort QuietNaN = 0x7FC0;

    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    public static ushort FromSingle(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>
    /// Rounds once. Rounding to single first would round twice; rounding to odd in between does not, because a single
    /// has more than two bits beyond a bfloat16 (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
    /// </summary>
    public static ushort FromDouble(double value)
    {
        var single = (float)value;
        if (single == value || double.IsNaN(value)) return FromSingle(single);
        var bits = BitConverter.SingleToUInt32Bits(single);
        if (Math.Abs((double)single) > Math.Abs(value)) bits--;
        return FromSingle(BitConverter.UInt32BitsToSingle(bits | 1));
    }
}
