using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>The microkernels of this machine.</summary>
internal static unsafe class Microkernels
{
    /// <summary>Slices are multiples of this many elements.</summary>
    public const int Lanes = 16;

    /// <summary>The widest slice, in elements.</summary>
    public static int Widest => Vector512.IsHardwareAccelerated ? 4 * Lanes : Lanes;

    /// <summary>
    /// How wide the next slice of so many columns should be, in elements: slices are about equal, since narrow ones are slow.
    /// </summary>
    public static nint Width(nint columns)
    {
        var vectors = (columns + Lanes - 1) / Lanes;
        var slices = ((vectors * Lanes) + Widest - 1) / Widest;
        return (vectors + slices - 1) / slices * Lanes;
    }

    /// <summary>The kernel for a slice of so many elements.</summary>
    public static delegate*<MatrixProduct, void> Find(nint width)
    {
        if (!Vector512.IsHardwareAccelerated)
            return Vector256.IsHardwareAccelerated ? &Microkernel<Slice256x2>.Run : &Microkernel<Slice128x4>.Run;
        return (width / Lanes) switch
        {
            1 => &Microkernel<Slice512x1>.Run,
            2 => &Microkernel<Slice512x2>.Run,
            3 => &Microkernel<Slice512x3>.Run,
            _ => &Microkernel<Slice512x4>.Run,
        };
    }
}
