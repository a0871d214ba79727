using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>Folds contiguous rows in a fixed order, whatever the number of threads.</summary>
internal static unsafe class Folds
{
    private const int Lanes = 16;

    /// <summary>The elements of a row, at least one, in one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Across<T>(float* row, nint count)
        where T : struct, IFold
    {
        if (count < Lanes) return Short<T>(row, count);
        var (a, i) = (Vector512.Load(row), (nint)Lanes);
        if (count >= 4 * Lanes)
        {
            var (b, c, d) = (Vector512.Load(row + Lanes), Vector512.Load(row + (2 * Lanes)), Vector512.Load(row + (3 * Lanes)));
            for (i = 4 * Lanes; i + (4 * Lanes) <= count; i += 4 * Lanes)
            {
                a = T.Apply(a, Vector512.Load(row + i));
                b = T.Apply(b, Vector512.Load(row + i + Lanes));
                c = T.Apply(c, Vector512.Load(row + i + (2 * Lanes)));
                d = T.Apply(d, Vector512.Load(row + i + (3 * Lanes)));
            }

            a = T.Apply(T.Apply(a, b), T.Apply(c, d));
        }

        for (; i + Lanes <= count; i += Lanes) a = T.Apply(a, Vector512.Load(row + i));
        var result = Lane<T>(a);
        return i < count ? T.Apply(result, Short<T>(row + i, count - i)) : result;
    }

    /// <summary>The 16 lanes in one number: halves upon halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Lane<T>(Vector512<float> x)
        where T : struct, IFold
    {
        x = T.Apply(x, Vector512.Shuffle(x, Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)));
        x = T.Apply(x, Vector512.Shuffle(x, Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)));
        x = T.Apply(x, Vector512.Shuffle(x, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)));
        x = T.Apply(x, Vector512.Shuffle(x, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)));
        return x.ToScalar();
    }

    /// <summary>target[i] = target[i] combined with row[i]</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Along<T>(float* target, float* row, nint count)
        where T : struct, IFold
    {
        nint i = 0;
        for (; i + Lanes <= count; i += Lanes) T.Apply(Vector512.Load(target + i), Vector512.Load(row + i)).Store(target + i);
        for (; i < count; i++) target[i] = T.Apply(target[i], row[i]);
    }

    private static float Short<T>(float* row, nint count)
        where T : struct, IFold
    {
        var result = row[0];
        for (nint i = 1; i < count; i++) result = T.Apply(result, row[i]);
        return result;
    }
}
