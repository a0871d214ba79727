using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>
/// Elementary functions of 16 numbers, accurate to a few units in the last place of f32. NaN stays NaN.
/// The polynomials are minimax fits of our own; each names what it approximates and its error before rounding.
/// </summary>
internal static class VectorMath
{
    /// <summary>e^x; 0 from -104 down, +inf where it overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        // The second operand of MaxNative is the one that comes out for NaN on x64.
        x = Vector512.MinNative(Vector512.Create(89f), Vector512.MaxNative(Vector512.Create(-104.5f), x));
        const float RoundingBias = 12582912f; // 1.5 * 2^23: adding it rounds to an integer
        var bias = Vector512.Create(RoundingBias);
        var power = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), bias) - bias;

        // ln 2 in two parts, the first exact times any power
        var rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-0.693145752f), x);
        rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-1.42860677e-6f), rest);

        // (e^r - 1 - r) / r^2 on [-ln 2 / 2, ln 2 / 2], 3e-9
        var p = Vector512.Create(0.00138132484f);
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.00836941972f));
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.0416684560f));
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.166665152f));
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.499999940f));
        p = Vector512.FusedMultiplyAdd(p, rest * rest, rest) + V.One;
        return Scale(p, power);
    }

    /// <summary>e^(x - maximum) with the absolute accuracy that a softmax needs: 1.5e-7 of the largest element. x may be -inf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpBelow(V x, V maximum)
    {
        if (!Avx512DQ.IsSupported) return Exp(x - maximum);
        var exponent = (x - maximum) * Vector512.Create(1.44269504f);
        const byte MinusFloor = 0x09;
        var rest = Avx512DQ.Reduce(exponent, MinusFloor);

        // 2^f on [0, 1], 7e-8
        var p = Vector512.Create(0.00187759171f);
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.00898930337f));
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.0558263510f));
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.240153611f));
        p = Vector512.FusedMultiplyAdd(p, rest, Vector512.Create(0.693153083f));
        p = Vector512.FusedMultiplyAdd(p, rest, V.One);
        return Avx512F.Scale(p, exponent);
    }

    /// <summary>tanh x = 1 - 2 / (e^2x + 1) with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        var size = Vector512.Abs(x);
        var large = V.One - (Vector512.Create(2f) / (Exp(size + size) + V.One));

        // (tanh x / x - 1) / x^2 in x^2 up to 0.625, 4e-9
        var square = size * size;
        var p = Vector512.Create(-0.00569348363f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.0206303801f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.0537376031f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.133314252f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.333332807f));
        var small = Vector512.FusedMultiplyAdd(p * square, size, size);
        return Vector512.CopySign(Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(0.625f)), small, large), x);
    }

    /// <summary>erf x = 1 - erfc x with the sign of x; a polynomial below 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf(V x)
    {
        var size = Vector512.Abs(x);

        // log erfc t on [1, 4], 1e-9 of erf; from 4 up erf is 1 in f32. MinNative gives its second operand for NaN.
        var t = Vector512.MinNative(Vector512.Create(4f), size);
        var q = Vector512.Create(0.000188817154f);
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.00297238235f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.0219402034f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.103326894f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.637883604f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-1.12725115f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.000300498330f));
        var large = V.One - Exp(q);

        // erf x / x in x^2 up to 1, 1e-9
        var square = size * size;
        var p = Vector512.Create(7.85378725e-5f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.000801017100f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.00518832495f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.0268538110f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.112835854f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.376126260f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(1.12837911f));
        return Vector512.CopySign(Vector512.ConditionalSelect(Vector512.LessThan(size, V.One), p * size, large), x);
    }

    /// <summary>x times 2^power; power is an integer in [-151, 129] or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scale(V x, V power)
    {
        if (Avx512F.IsSupported) return Avx512F.Scale(x, power);
        var whole = Vector512.ConvertToInt32(power);
        var half = whole >> 1;
        return x * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo(Vector512<int> power) => ((power + Vector512.Create(127)) << 23).AsSingle();
}
