using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MCFuser.Core.Expressions;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>Comparisons as 1 and 0. With NaN only "not equal" holds.</summary>
internal static unsafe class CompareFunctions
{
    public static delegate*<float*, float*, float*, float*, nint, void> Find(CompareOperator op) => op switch
    {
        CompareOperator.Equal => &RowLoops.Binary<Equal>,
        CompareOperator.NotEqual => &RowLoops.Binary<NotEqual>,
        CompareOperator.Less => &RowLoops.Binary<Less>,
        CompareOperator.LessOrEqual => &RowLoops.Binary<LessOrEqual>,
        CompareOperator.Greater => &RowLoops.Binary<Greater>,
        _ => &RowLoops.Binary<GreaterOrEqual>,
    };

    private readonly struct Equal : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.Equals(x, y) & V.One;
    }

    private readonly struct NotEqual : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.AndNot(V.One, Vector512.Equals(x, y));
    }

    private readonly struct Less : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.LessThan(x, y) & V.One;
    }

    private readonly struct LessOrEqual : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.LessThanOrEqual(x, y) & V.One;
    }

    private readonly struct Greater : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.GreaterThan(x, y) & V.One;
    }

    private readonly struct GreaterOrEqual : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x, V y) => Vector512.GreaterThanOrEqual(x, y) & V.One;
    }
}
