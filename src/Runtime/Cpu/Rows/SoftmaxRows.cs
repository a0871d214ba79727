using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>The passes of an online softmax over one contiguous row.</summary>
internal static unsafe class SoftmaxRows
{
    private const int Lanes = 16;

    /// <summary>
    /// The largest element; NaN only where there is nothing else but -inf. (Elsewhere NaN shows in the sum of the exponentials.)
    /// </summary>
    public static float Maximum(float* row, nint count)
    {
        var maximum = Folds.Across<QuickMaxFold>(row, count);
        return maximum > float.NegativeInfinity ? maximum : Folds.Across<MaxFold>(row, count);
    }

    /// <summary>target = e^(source - maximum), 0 where the maximum is -inf. Returns the sum. The target may be the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Exponentials(float* source, float* target, nint count, float maximum)
    {
        if (float.IsNegativeInfinity(maximum))
        {
            new Span<float>(target, (int)count).Clear();
            return 0;
        }

        var shift = Vector512.Create(maximum);
        V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
        nint i = 0;
        for (; i + (4 * Lanes) <= count; i += 4 * Lanes)
        {
            var e0 = VectorMath.ExpBelow(Vector512.Load(source + i), shift);
            var e1 = VectorMath.ExpBelow(Vector512.Load(source + i + Lanes), shift);
            var e2 = VectorMath.ExpBelow(Vector512.Load(source + i + (2 * Lanes)), shift);
            var e3 = VectorMath.ExpBelow(Vector512.Load(source + i + (3 * Lanes)), shift);
            e0.Store(target + i);
            e1.Store(target + i + Lanes);
            e2.Store(target + i + (2 * Lanes));
            e3.Store(target + i + (3 * Lanes));
            a += e0;
            b += e1;
            c += e2;
            d += e3;
        }

        for (; i + Lanes <= count; i += Lanes)
        {
            var e = VectorMath.ExpBelow(Vector512.Load(source + i), shift);
            e.Store(target + i);
            a += e;
        }

        var sum = Folds.Lane<SumFold>((a + b) + (c + d));
        for (; i < count; i++)
        {
            target[i] = Exponential(source[i], maximum);
            sum += target[i];
        }

        return sum;
    }

    /// <summary>e^(x - maximum)</summary>
    public static float Exponential(float x, float maximum) =>
        VectorMath.ExpBelow(Vector512.Create(x), Vector512.Create(maximum)).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* row, nint count, float factor)
    {
        var factors = Vector512.Create(factor);
        nint i = 0;
        for (; i + Lanes <= count; i += Lanes) (Vector512.Load(row + i) * factors).Store(row + i);
        for (; i < count; i++) row[i] *= factor;
    }
}
