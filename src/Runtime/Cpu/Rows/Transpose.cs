using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>Transposes f32 matrices.</summary>
internal static unsafe class Transpose
{
    private const int Block = 8;

    /// <summary>So many rows of the destination are written together: few enough for the nearest cache.</summary>
    private const int Strip = 64;

    /// <summary>destination[c * to + r] = source[r * from + c]; strides in elements.</summary>
    public static void Run(float* source, nint from, float* destination, nint to, nint rows, nint columns)
    {
        for (nint first = 0; first < columns; first += Strip)
            Columns(source + first, from, destination + (first * to), to, rows, Math.Min(Strip, columns - first));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(float* source, nint from, float* destination, nint to, nint rows, nint columns)
    {
        nint done = 0;
        if (Avx.IsSupported)
        {
            for (; done + Block <= rows; done += Block)
            {
                nint column = 0;
                for (; column + Block <= columns; column += Block)
                    Square(source + (done * from) + column, from, destination + (column * to) + done, to);
                Scalar(source + (done * from) + column, from, destination + (column * to) + done, to, Block, columns - column);
            }
        }

        Scalar(source + (done * from), from, destination + done, to, rows - done, columns);
    }

    private static void Scalar(float* source, nint from, float* destination, nint to, nint rows, nint columns)
    {
        for (nint column = 0; column < columns; column++)
        {
            for (nint row = 0; row < rows; row++) destination[(column * to) + row] = source[(row * from) + column];
        }
    }

    /// <summary>Interleaves pairs of rows, then pairs of pairs, then swaps the halves of the vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* source, nint from, float* destination, nint to)
    {
        var lower = source + (4 * from);
        var r0 = Vector256.Load(source);
        var r1 = Vector256.Load(source + from);
        var r2 = Vector256.Load(source + (2 * from));
        var r3 = Vector256.Load(source + (3 * from));
        var r4 = Vector256.Load(lower);
        var r5 = Vector256.Load(lower + from);
        var r6 = Vector256.Load(lower + (2 * from));
        var r7 = Vector256.Load(lower + (3 * from));

        var (a0, a1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (a2, a3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5));
        var (a6, a7) = (Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));

        const byte Low = 0x44, High = 0xEE, LowHalves = 0x20, HighHalves = 0x31;
        var (b0, b1) = (Avx.Shuffle(a0, a2, Low), Avx.Shuffle(a0, a2, High));
        var (b2, b3) = (Avx.Shuffle(a1, a3, Low), Avx.Shuffle(a1, a3, High));
        var (b4, b5) = (Avx.Shuffle(a4, a6, Low), Avx.Shuffle(a4, a6, High));
        var (b6, b7) = (Avx.Shuffle(a5, a7, Low), Avx.Shuffle(a5, a7, High));

        var upper = destination + (4 * to);
        Avx.Permute2x128(b0, b4, LowHalves).Store(destination);
        Avx.Permute2x128(b1, b5, LowHalves).Store(destination + to);
        Avx.Permute2x128(b2, b6, LowHalves).Store(destination + (2 * to));
        Avx.Permute2x128(b3, b7, LowHalves).Store(destination + (3 * to));
        Avx.Permute2x128(b0, b4, HighHalves).Store(upper);
        Avx.Permute2x128(b1, b5, HighHalves).Store(upper + to);
        Avx.Permute2x128(b2, b6, HighHalves).Store(upper + (2 * to));
        Avx.Permute2x128(b3, b7, HighHalves).Store(upper + (3 * to));
    }
}
