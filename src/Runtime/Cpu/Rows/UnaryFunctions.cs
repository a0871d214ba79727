using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MCFuser.Core.Expressions;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>The functions of one operand of the expression language.</summary>
internal static unsafe class UnaryFunctions
{
    public static delegate*<float*, float*, float*, float*, nint, void> Find(UnaryOperator op) => op switch
    {
        UnaryOperator.Negate => &RowLoops.Unary<Negate>,
        UnaryOperator.Not => &RowLoops.Unary<Not>,
        UnaryOperator.Exp => &RowLoops.Unary<Exp>,
        UnaryOperator.Log => &TensorFunctions.Log,
        UnaryOperator.Sqrt => &RowLoops.Unary<Sqrt>,
        UnaryOperator.Rsqrt => &RowLoops.Unary<Rsqrt>,
        UnaryOperator.Tanh => &RowLoops.Unary<Tanh>,
        UnaryOperator.Erf => &RowLoops.Unary<Erf>,
        UnaryOperator.Sigmoid => &RowLoops.Unary<Sigmoid>,
        UnaryOperator.Relu => &RowLoops.Unary<Relu>,
        UnaryOperator.Gelu => &RowLoops.Unary<Gelu>,
        UnaryOperator.GeluTanh => &RowLoops.Unary<GeluTanh>,
        UnaryOperator.Silu => &RowLoops.Unary<Silu>,
        UnaryOperator.Abs => &RowLoops.Unary<Abs>,
        UnaryOperator.Sin => &TensorFunctions.Sin,
        UnaryOperator.Cos => &TensorFunctions.Cos,
        UnaryOperator.Floor => &RowLoops.Unary<Floor>,
        _ => throw new InvalidOperationException($"unknown operator {op}"),
    };

    private readonly struct Negate : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => -x;
    }

    private readonly struct Not : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => Vector512.Equals(x, V.Zero) & V.One;
    }

    private readonly struct Exp : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => VectorMath.Exp(x);
    }

    private readonly struct Sqrt : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => Vector512.Sqrt(x);
    }

    private readonly struct Rsqrt : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => V.One / Vector512.Sqrt(x);
    }

    private readonly struct Tanh : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => VectorMath.Tanh(x);
    }

    private readonly struct Erf : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => VectorMath.Erf(x);
    }

    private readonly struct Sigmoid : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => V.One / (V.One + VectorMath.Exp(-x));
    }

    private readonly struct Relu : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => Vector512.Max(x, V.Zero);
    }

    /// <summary>x / 2 * (1 + erf(x / sqrt 2))</summary>
    private readonly struct Gelu : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => Vector512.Create(0.5f) * x * (V.One + VectorMath.Erf(x * Vector512.Create(0.707106781f)));
    }

    /// <summary>x / 2 * (1 + tanh u) = x / (1 + e^-2u) with u = sqrt(2 / pi) * (x + 0.044715 x^3)</summary>
    private readonly struct GeluTanh : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x)
        {
            var minus2U = Vector512.Create(-1.59576912f) * Vector512.FusedMultiplyAdd(Vector512.Create(0.044715f) * x * x, x, x);
            return x / (V.One + VectorMath.Exp(minus2U));
        }
    }

    private readonly struct Silu : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => x / (V.One + VectorMath.Exp(-x));
    }

    private readonly struct Abs : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => Vector512.Abs(x);
    }

    private readonly struct Floor : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply(V x) => Vector512.Floor(x);
    }
}
