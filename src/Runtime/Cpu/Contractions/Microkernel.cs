using System.Runtime.CompilerServices;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>
/// sum[m, n] += left[m, k] * right[k, n] for one slice of n: up to six rows of the sum stay in registers while k runs.
/// Six rows of four registers, four of right and one factor fill the 32 registers of AVX-512; six of two fill the 16 of AVX2.
/// </summary>
internal static unsafe class Microkernel<T>
    where T : struct, ISlice<T>
{
    /// <summary>Strides in elements: rows and columns of left, rows of right, rows of the sum. Adds to the sum or replaces it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* left, nint leftRow, nint leftColumn, float* right, nint rightRow, float* sum, nint sumRow, nint rows, nint depth, bool add)
    {
        for (; rows >= 6; rows -= 6)
        {
            Six(left, leftRow, leftColumn, right, rightRow, sum, sumRow, depth, add);
            left += 6 * leftRow;
            sum += 6 * sumRow;
        }

        if (rows >= 4)
        {
            Four(left, leftRow, leftColumn, right, rightRow, sum, sumRow, depth, add);
            left += 4 * leftRow;
            sum += 4 * sumRow;
            rows -= 4;
        }

        if (rows >= 2)
        {
            Two(left, leftRow, leftColumn, right, rightRow, sum, sumRow, depth, add);
            left += 2 * leftRow;
            sum += 2 * sumRow;
            rows -= 2;
        }

        if (rows == 1) One(left, leftColumn, right, rightRow, sum, depth, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(float* left, nint leftRow, nint leftColumn, float* right, nint rightRow, float* sum, nint sumRow, nint depth, bool add)
    {
        T c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        var lower = left + (3 * leftRow);
        for (; depth > 0; depth--)
        {
            var row = T.Load(right);
            c0 = T.MultiplyAdd(left[0], row, c0);
            c1 = T.MultiplyAdd(left[leftRow], row, c1);
            c2 = T.MultiplyAdd(left[2 * leftRow], row, c2);
            c3 = T.MultiplyAdd(lower[0], row, c3);
            c4 = T.MultiplyAdd(lower[leftRow], row, c4);
            c5 = T.MultiplyAdd(lower[2 * leftRow], row, c5);
            left += leftColumn;
            lower += leftColumn;
            right += rightRow;
        }

        Put(sum, c0, add);
        Put(sum + sumRow, c1, add);
        Put(sum + (2 * sumRow), c2, add);
        Put(sum + (3 * sumRow), c3, add);
        Put(sum + (4 * sumRow), c4, add);
        Put(sum + (5 * sumRow), c5, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* left, nint leftRow, nint leftColumn, float* right, nint rightRow, float* sum, nint sumRow, nint depth, bool add)
    {
        T c0 = default, c1 = default, c2 = default, c3 = default;
        var last = left + (3 * leftRow);
        for (; depth > 0; depth--)
        {
            var row = T.Load(right);
            c0 = T.MultiplyAdd(left[0], row, c0);
            c1 = T.MultiplyAdd(left[leftRow], row, c1);
            c2 = T.MultiplyAdd(left[2 * leftRow], row, c2);
            c3 = T.MultiplyAdd(last[0], row, c3);
            left += leftColumn;
            last += leftColumn;
            right += rightRow;
        }

        Put(sum, c0, add);
        Put(sum + sumRow, c1, add);
        Put(sum + (2 * sumRow), c2, add);
        Put(sum + (3 * sumRow), c3, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(float* left, nint leftRow, nint leftColumn, float* right, nint rightRow, float* sum, nint sumRow, nint depth, bool add)
    {
        T c0 = default, c1 = default;
        for (; depth > 0; depth--)
        {
            var row = T.Load(right);
            c0 = T.MultiplyAdd(left[0], row, c0);
            c1 = T.MultiplyAdd(left[leftRow], row, c1);
            left += leftColumn;
            right += rightRow;
        }

        Put(sum, c0, add);
        Put(sum + sumRow, c1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* left, nint leftColumn, float* right, nint rightRow, float* sum, nint depth, bool add)
    {
        T c0 = default;
        for (; depth > 0; depth--)
        {
            c0 = T.MultiplyAdd(left[0], T.Load(right), c0);
            left += leftColumn;
            right += rightRow;
        }

        Put(sum, c0, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* address, T value, bool add) => T.Store(add ? T.Add(T.Load(address), value) : value, address);
}
