using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>
/// Bit patterns of IEEE f16, each in the lower half of a 32-bit lane. (The runtime has no vector form of the conversion instructions.)
/// </summary>
internal static class HalfBits
{
    private const uint Infinity = 0x7C00, SingleInfinity = 0x7F800000;

    /// <summary>Exact: moves exponent and fraction to their places and multiplies by 2^112, the ratio of the exponent biases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSingle(Vector512<uint> half)
    {
        var sign = (half & Vector512.Create(0x8000u)) << 16;
        var size = half & Vector512.Create(0x7FFFu);
        var value = ((size << 13).AsSingle() * Vector512.Create(5.192296858534828e33f)).AsUInt32();
        var isSpecial = Vector512.GreaterThanOrEqual(size, Vector512.Create(Infinity));
        return (value | sign | (isSpecial & Vector512.Create(SingleInfinity))).AsSingle();
    }

    /// <summary>
    /// To nearest even: normal results by adding half a unit to the bits, small ones by letting an addition of 1/2 round.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> FromSingle(Vector512<float> single)
    {
        const uint Rebias = unchecked((uint)-(112 << 23));
        const uint SmallestNormal = 113u << 23, Overflow = 143u << 23;
        var bits = single.AsUInt32();
        var sign = (bits >>> 16) & Vector512.Create(0x8000u);
        var size = bits & Vector512.Create(0x7FFFFFFFu);
        var isOdd = (size >>> 13) & Vector512<uint>.One;
        var normal = (size + Vector512.Create(unchecked(Rebias + 0xFFF)) + isOdd) >>> 13;
        var small = (size.AsSingle() + Vector512.Create(0.5f)).AsUInt32() - Vector512.Create(0.5f).AsUInt32();
        var isNaN = Vector512.GreaterThan(size, Vector512.Create(SingleInfinity));
        var special = Vector512.Create(Infinity) | (isNaN & (Vector512.Create(0x200u) | ((size >>> 13) & Vector512.Create(0x3FFu))));
        var finite = Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(SmallestNormal)), small, normal);
        return sign | Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(size, Vector512.Create(Overflow)), special, finite);
    }
}
