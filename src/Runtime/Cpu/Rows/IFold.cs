using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>An associative operation on f32.</summary>
internal interface IFold
{
    static abstract Vector512<float> Apply(Vector512<float> x, Vector512<float> y);

    static abstract float Apply(float x, float y);
}

internal readonly struct SumFold : IFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => x + y;

    public static float Apply(float x, float y) => x + y;
}

/// <summary>The larger number; NaN if either is.</summary>
internal readonly struct MaxFold : IFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => Vector512.Max(x, y);

    public static float Apply(float x, float y) => MathF.Max(x, y);
}

/// <summary>The larger number; either may be lost if the other is NaN. Several times faster than <see cref="MaxFold"/>.</summary>
internal readonly struct QuickMaxFold : IFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => Vector512.MaxNative(x, y);

    public static float Apply(float x, float y) => x > y ? x : y;
}

/// <summary>The smaller number; NaN if either is.</summary>
internal readonly struct MinFold : IFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => Vector512.Min(x, y);

    public static float Apply(float x, float y) => MathF.Min(x, y);
}
