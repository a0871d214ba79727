using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MCFuser.Core.Expressions;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>The functions of two operands of the expression language; truth values are 1 and 0, and every number but 0 is true.</summary>
internal static unsafe class BinaryFunctions
{
    public static delegate*<float*, float*, float*, float*, nint, void> Find(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => &RowLoops.Binary<Add>,
        BinaryOperator.Subtract => &RowLoops.Binary<Subtract>,
        BinaryOperator.Multiply => &RowLoops.Binary<Multiply>,
        BinaryOperator.Divide => &RowLoops.Binary<Divide>,
        BinaryOperator.Pow => &RowLoops.ScalarBinary<Pow>,
        BinaryOperator.Mod => &RowLoops.ScalarBinary<Mod>,
        BinaryOperator.Max => &RowLoops.Binary<Max>,
        BinaryOperator.Min => &RowLoops.Binary<Min>,
        BinaryOperator.And => &RowLoops.Binary<And>,
        BinaryOperator.Or => &RowLoops.Binary<Or>,
        _ => throw new InvalidOperationException($"unknown operator {op}"),
    };

    private readonly struct Add : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => x + y;
    }

    private readonly struct Subtract : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => x - y;
    }

    private readonly struct Multiply : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => x * y;
    }

    private readonly struct Divide : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => x / y;
    }

    private readonly struct Max : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.Max(x, y);
    }

    private readonly struct Min : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.Min(x, y);
    }

    private readonly struct And : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.AndNot(V.One, Vector512.Equals(x, V.Zero) | Vector512.Equals(y, V.Zero));
    }

    private readonly struct Or : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.AndNot(V.One, Vector512.Equals(x, V.Zero) & Vector512.Equals(y, V.Zero));
    }

    private readonly struct Pow : IScalarBinaryFunction
    {
        public static float Apply(float x, float y) => (float)Math.Pow(x, y);
    }

    /// <summary>The remainder with the sign of the divisor.</summary>
    private readonly struct Mod : IScalarBinaryFunction
    {
        public static float Apply(float x, float y)
        {
            var remainder = x % y;
            return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
        }
    }
}
