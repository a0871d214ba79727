using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>A function of one number, 16 at a time.</summary>
internal interface IUnaryFunction
{
    static abstract Vector512<float> Apply(Vector512<float> x);
}

/// <summary>A function of two numbers, 16 at a time.</summary>
internal interface IBinaryFunction
{
    static abstract Vector512<float> Apply(Vector512<float> x, Vector512<float> y);
}

/// <summary>A function of one number without a vector form.</summary>
internal interface IScalarFunction
{
    static abstract float Apply(float x);
}

/// <summary>A function of two numbers without a vector form.</summary>
internal interface IScalarBinaryFunction
{
    static abstract float Apply(float x, float y);
}

/// <summary>Applies functions to rows. Counts are multiples of 16; the target may be one of the operands.</summary>
internal static unsafe class RowLoops
{
    public const int Lanes = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unary<T>(float* target, float* a, float* b, float* c, nint count)
        where T : struct, IUnaryFunction
    {
        for (nint i = 0; i < count; i += Lanes) T.Apply(Vector512.Load(a + i)).Store(target + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Binary<T>(float* target, float* a, float* b, float* c, nint count)
        where T : struct, IBinaryFunction
    {
        for (nint i = 0; i < count; i += Lanes) T.Apply(Vector512.Load(a + i), Vector512.Load(b + i)).Store(target + i);
    }

    public static void Scalar<T>(float* target, float* a, float* b, float* c, nint count)
        where T : struct, IScalarFunction
    {
        for (nint i = 0; i < count; i++) target[i] = T.Apply(a[i]);
    }

    public static void ScalarBinary<T>(float* target, float* a, float* b, float* c, nint count)
        where T : struct, IScalarBinaryFunction
    {
        for (nint i = 0; i < count; i++) target[i] = T.Apply(a[i], b[i]);
    }

    /// <summary>a where it is true, that is not 0, b elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Select(float* target, float* condition, float* a, float* b, nint count)
    {
        for (nint i = 0; i < count; i += Lanes)
        {
            var isFalse = Vector512.Equals(Vector512.Load(condition + i), Vector512<float>.Zero);
            Vector512.ConditionalSelect(isFalse, Vector512.Load(b + i), Vector512.Load(a + i)).Store(target + i);
        }
    }
}
