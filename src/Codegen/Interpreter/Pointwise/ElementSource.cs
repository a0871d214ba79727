using MCFuser.Core;
using MCFuser.Core.Tensors;

namespace MCFuser.Codegen.Interpreter.Pointwise;

/// <summary>Where elements come from; they are widened to double, truth values to 0 and 1.</summary>
internal abstract class ElementSource
{
    /// <summary>Reads as many elements as the result has room for.</summary>
    public abstract void Load(long start, long stride, Span<double> result);

    public abstract void Gather(ReadOnlySpan<long> offsets, Span<double> result);

    public static ElementSource Of(double[] values) => new Typed<double, WidenDouble>(() => values);

    public static ElementSource Of(TensorData tensor) => tensor.Type switch
    {
        DataType.F16 => new Typed<Half, WidenHalf>(() => tensor.As<Half>()),
        DataType.BF16 => new Typed<ushort, WidenBFloat16>(() => tensor.As<ushort>()),
        DataType.F32 => new Typed<float, WidenSingle>(() => tensor.As<float>()),
        DataType.I32 => new Typed<int, WidenInt32>(() => tensor.As<int>()),
        DataType.I64 => new Typed<long, WidenInt64>(() => tensor.As<long>()),
        _ => new Typed<byte, WidenBool>(() => tensor.As<byte>()),
    };

    private delegate ReadOnlySpan<T> Elements<T>();

    private interface IWiden<T>
    {
        static abstract double Widen(T element);
    }

    private sealed class Typed<T, TWiden>(Elements<T> elements) : ElementSource
        where TWiden : struct, IWiden<T>
    {
        public override void Load(long start, long stride, Span<double> result)
        {
            if (stride == 1)
            {
                var run = elements().Slice((int)start, result.Length);
                for (var i = 0; i < run.Length; i++) result[i] = TWiden.Widen(run[i]);
                return;
            }

            var all = elements();
            for (var i = 0; i < result.Length; i++) result[i] = TWiden.Widen(all[(int)(start + i * stride)]);
        }

        public override void Gather(ReadOnlySpan<long> offsets, Span<double> result)
        {
            var all = elements();
            for (var i = 0; i < result.Length; i++) result[i] = TWiden.Widen(all[(int)offsets[i]]);
        }
    }

    private readonly struct WidenDouble : IWiden<double>
    {
        public static double Widen(double element) => element;
    }

    private readonly struct WidenHalf : IWiden<Half>
    {
        public static double Widen(Half element) => (double)element;
    }

    private readonly struct WidenBFloat16 : IWiden<ushort>
    {
        public static double Widen(ushort element) => BFloat16.ToSingle(element);
    }

    private readonly struct WidenSingle : IWiden<float>
    {
        public static double Widen(float element) => element;
    }

    private readonly struct WidenInt32 : IWiden<int>
    {
        public static double Widen(int element) => element;
    }

    private readonly struct WidenInt64 : IWiden<long>
    {
        public static double Widen(long element) => element;
    }

    private readonly struct WidenBool : IWiden<byte>
    {
        public static double Widen(byte element) => element != 0 ? 1 : 0;
    }
}
