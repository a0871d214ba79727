using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MCFuser.Core;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>
/// Converts contiguous rows between storage types and f32. Integers are cut toward zero and saturate; every number but 0 is true.
/// </summary>
internal static unsafe class Convert
{
    private const int Lanes = 16;

    /// <summary>Source of the storage type, f32 destination, element count.</summary>
    public static delegate*<nint, nint, nint, void> Widen(DataType type) => type switch
    {
        DataType.F32 => &Copy,
        DataType.F16 => &FromHalf,
        DataType.BF16 => &FromBFloat16,
        DataType.I32 => &FromInt32,
        DataType.I64 => &FromInt64,
        _ => &FromBool,
    };

    /// <summary>f32 source, destination of the storage type, element count.</summary>
    public static delegate*<nint, nint, nint, void> Narrow(DataType type) => type switch
    {
        DataType.F32 => &Copy,
        DataType.F16 => &ToHalf,
        DataType.BF16 => &ToBFloat16,
        DataType.I32 => &ToInt32,
        DataType.I64 => &ToInt64,
        _ => &ToBool,
    };

    private static void Copy(nint source, nint destination, nint count) =>
        Buffer.MemoryCopy((void*)source, (void*)destination, count * sizeof(float), count * sizeof(float));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromHalf(nint source, nint destination, nint count)
    {
        var from = (ushort*)source;
        var to = (float*)destination;
        nint i = 0;
        for (; i + (2 * Lanes) <= count; i += 2 * Lanes)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(from + i));
            HalfBits.ToSingle(low).Store(to + i);
            HalfBits.ToSingle(high).Store(to + i + Lanes);
        }

        for (; i < count; i++) to[i] = HalfBits.ToSingle(Vector512.Create((uint)from[i])).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToHalf(nint source, nint destination, nint count)
    {
        var from = (float*)source;
        var to = (ushort*)destination;
        nint i = 0;
        for (; i + (2 * Lanes) <= count; i += 2 * Lanes)
        {
            var low = HalfBits.FromSingle(Vector512.Load(from + i));
            var high = HalfBits.FromSingle(Vector512.Load(from + i + Lanes));
            Vector512.Narrow(low, high).Store(to + i);
        }

        for (; i < count; i++) to[i] = (ushort)HalfBits.FromSingle(Vector512.Create(from[i])).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromBFloat16(nint source, nint destination, nint count)
    {
        var from = (ushort*)source;
        var to = (uint*)destination;
        nint i = 0;
        for (; i + (2 * Lanes) <= count; i += 2 * Lanes)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(from + i));
            (low << 16).Store(to + i);
            (high << 16).Store(to + i + Lanes);
        }

        for (; i < count; i++) to[i] = (uint)from[i] << 16;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToBFloat16(nint source, nint destination, nint count)
    {
        var from = (uint*)source;
        var to = (ushort*)destination;
        nint i = 0;
        for (; i + (2 * Lanes) <= count; i += 2 * Lanes)
        {
            var low = BFloat16Bits.FromSingle(Vector512.Load(from + i));
            var high = BFloat16Bits.FromSingle(Vector512.Load(from + i + Lanes));
            Vector512.Narrow(low, high).Store(to + i);
        }

        for (; i < count; i++) to[i] = (ushort)BFloat16Bits.FromSingle(Vector512.Create(from[i])).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromInt32(nint source, nint destination, nint count)
    {
        var from = (int*)source;
        var to = (float*)destination;
        nint i = 0;
        for (; i + Lanes <= count; i += Lanes) Vector512.ConvertToSingle(Vector512.Load(from + i)).Store(to + i);
        for (; i < count; i++) to[i] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromInt64(nint source, nint destination, nint count)
    {
        for (nint i = 0; i < count; i++) ((float*)destination)[i] = ((long*)source)[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromBool(nint source, nint destination, nint count)
    {
        var from = (byte*)source;
        var to = (float*)destination;
        nint i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            var wide = Vector256.WidenLower(Vector128.Load(from + i).ToVector256Unsafe());
            var isFalse = Vector512.Equals(Vector512.WidenLower(wide.ToVector512Unsafe()), Vector512<uint>.Zero).AsSingle();
            Vector512.AndNot(Vector512<float>.One, isFalse).Store(to + i);
        }

        for (; i < count; i++) to[i] = from[i] != 0 ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToInt32(nint source, nint destination, nint count)
    {
        for (nint i = 0; i < count; i++) ((int*)destination)[i] = (int)((float*)source)[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToInt64(nint source, nint destination, nint count)
    {
        for (nint i = 0; i < count; i++) ((long*)destination)[i] = (long)((float*)source)[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToBool(nint source, nint destination, nint count)
    {
        for (nint i = 0; i < count; i++) ((byte*)destination)[i] = ((float*)source)[i] != 0 ? (byte)1 : (byte)0;
    }
}
