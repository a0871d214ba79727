using System.Runtime.CompilerServices;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>
/// A matrix product as wide as one slice: up to six rows of the sum stay in registers while k runs.
/// Six rows of four registers, four of right and one factor fill the 32 registers of AVX-512; six of two fill the 16 of AVX2.
/// </summary>
internal static unsafe class Microkernel<T>
    where T : struct, ISlice<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(MatrixProduct product)
    {
        for (; product.Rows >= 6; product = product.Skip(6)) Six(product);
        if (product.Rows >= 4)
        {
            Four(product);
            product = product.Skip(4);
        }

        if (product.Rows >= 2)
        {
            Two(product);
            product = product.Skip(2);
        }

        if (product.Rows == 1) One(product);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(in MatrixProduct product)
    {
        T c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        float* left = product.Left, right = product.Right;
        nint row = product.LeftRow, column = product.LeftColumn, next = product.RightRow;
        var lower = left + (3 * row);
        for (var depth = product.Depth; depth > 0; depth--)
        {
            var slice = T.Load(right);
            c0 = T.MultiplyAdd(left[0], slice, c0);
            c1 = T.MultiplyAdd(left[row], slice, c1);
            c2 = T.MultiplyAdd(left[2 * row], slice, c2);
            c3 = T.MultiplyAdd(lower[0], slice, c3);
            c4 = T.MultiplyAdd(lower[row], slice, c4);
            c5 = T.MultiplyAdd(lower[2 * row], slice, c5);
            left += column;
            lower += column;
            right += next;
        }

        Put(product, 0, c0);
        Put(product, 1, c1);
        Put(product, 2, c2);
        Put(product, 3, c3);
        Put(product, 4, c4);
        Put(product, 5, c5);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in MatrixProduct product)
    {
        T c0 = default, c1 = default, c2 = default, c3 = default;
        float* left = product.Left, right = product.Right;
        nint row = product.LeftRow, column = product.LeftColumn, next = product.RightRow;
        var last = left + (3 * row);
        for (var depth = product.Depth; depth > 0; depth--)
        {
            var slice = T.Load(right);
            c0 = T.MultiplyAdd(left[0], slice, c0);
            c1 = T.MultiplyAdd(left[row], slice, c1);
            c2 = T.MultiplyAdd(left[2 * row], slice, c2);
            c3 = T.MultiplyAdd(last[0], slice, c3);
            left += column;
            last += column;
            right += next;
        }

        Put(product, 0, c0);
        Put(product, 1, c1);
        Put(product, 2, c2);
        Put(product, 3, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(in MatrixProduct product)
    {
        T c0 = default, c1 = default;
        float* left = product.Left, right = product.Right;
        nint row = product.LeftRow, column = product.LeftColumn, next = product.RightRow;
        for (var depth = product.Depth; depth > 0; depth--)
        {
            var slice = T.Load(right);
            c0 = T.MultiplyAdd(left[0], slice, c0);
            c1 = T.MultiplyAdd(left[row], slice, c1);
            left += column;
            right += next;
        }

        Put(product, 0, c0);
        Put(product, 1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in MatrixProduct product)
    {
        T c0 = default;
        float* left = product.Left, right = product.Right;
        nint column = product.LeftColumn, next = product.RightRow;
        for (var depth = product.Depth; depth > 0; depth--)
        {
            c0 = T.MultiplyAdd(left[0], T.Load(right), c0);
            left += column;
            right += next;
        }

        Put(product, 0, c0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in MatrixProduct product, nint row, T value)
    {
        var address = product.Sum + (row * product.SumRow);
        T.Store(product.Add ? T.Add(T.Load(address), value) : value, address);
    }
}
