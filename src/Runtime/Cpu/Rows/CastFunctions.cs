using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MCFuser.Core;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>Rounds values to a storage type and back, as a store and a load would.</summary>
internal static unsafe class CastFunctions
{
    public static delegate*<float*, float*, float*, float*, nint, void> Find(DataType type) => type switch
    {
        DataType.F16 => &RowLoops.Unary<ToHalf>,
        DataType.BF16 => &RowLoops.Unary<ToBFloat16>,
        DataType.F32 => &RowLoops.Unary<Same>,
        DataType.I32 => &RowLoops.Scalar<ToInt32>,
        DataType.I64 => &RowLoops.Scalar<ToInt64>,
        _ => &RowLoops.Unary<ToBool>,
    };

    private readonly struct ToHalf : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => HalfBits.ToSingle(HalfBits.FromSingle(x));
    }

    private readonly struct Same : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => x;
    }

    private readonly struct ToBFloat16 : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => (BFloat16Bits.FromSingle(x.AsUInt32()) << 16).AsSingle();
    }

    private readonly struct ToBool : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => Vector512.AndNot(V.One, Vector512.Equals(x, V.Zero));
    }

    private readonly struct ToInt32 : IScalarFunction
    {
        public static float Apply(float x) => (int)x;
    }

    private readonly struct ToInt64 : IScalarFunction
    {
        public static float Apply(float x) => (long)x;
    }
}
