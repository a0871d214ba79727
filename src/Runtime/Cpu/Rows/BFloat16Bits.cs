using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>Bit patterns of bf16, the upper half of f32.</summary>
internal static class BFloat16Bits
{
    /// <summary>The upper halves of f32 patterns, to nearest even; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> FromSingle(Vector512<uint> bits)
    {
        var upper = bits >>> 16;
        var rounded = (bits + Vector512.Create(0x7FFFu) + (upper & Vector512<uint>.One)) >>> 16;
        var isNaN = Vector512.GreaterThan(bits & Vector512.Create(0x7FFFFFFFu), Vector512.Create(0x7F800000u));
        return Vector512.ConditionalSelect(isNaN, upper | Vector512.Create(0x40u), rounded);
    }
}
