using System.Runtime.InteropServices;

namespace MCFuser.Core.Tensors;

/// <summary>
/// A tensor in memory: row-major, densely packed, little-endian. The bytes may be an array of its own or memory of the caller's.
/// </summary>
public sealed class TensorData
{
    private const byte PoisonPattern = 0xA5;

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">More bytes than an array may have (MCF4000).</exception>
    public TensorData(string name, DataType type, EquatableArray<long> shape)
        : this(name, type, shape, new byte[CheckedBytes(name, type, shape)])
    {
    }

    /// <summary>A tensor over bytes that exist.</summary>
    /// <exception cref="ArgumentException">The bytes are not as many as type and shape need.</exception>
    /// <exception cref="Diagnostics.DiagnosticException">More bytes than an array may have (MCF4000).</exception>
    public TensorData(string name, DataType type, EquatableArray<long> shape, Memory<byte> bytes)
    {
        var needed = CheckedBytes(name, type, shape);
        if (bytes.Length != needed)
            throw new ArgumentException($"{name}: {type.Text()}{shape} needs {needed} bytes, not {bytes.Length}", nameof(bytes));
        (Name, Type, Shape, Bytes) = (name, type, shape, bytes);
    }

    public string Name { get; }

    public DataType Type { get; }

    public EquatableArray<long> Shape { get; }

    public Memory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Bytes.Length / Type.Bytes();

    /// <summary>The elements as stored: <c>Half</c> or <c>ushort</c> for f16, <c>ushort</c> for bf16, <c>byte</c> for bool.</summary>
    public Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.Span);

    /// <summary>Rounds each value to the type (<see cref="Storage.Round"/>).</summary>
    public static TensorData FromDoubles(string name, DataType type, EquatableArray<long> shape, ReadOnlySpan<double> values)
    {
        var tensor = new TensorData(name, type, shape);
        if (values.Length != tensor.Count)
            throw new ArgumentException($"{name}: {type.Text()}{shape} needs {tensor.Count} values, not {values.Length}", nameof(values));
        tensor.Write(0, values);
        return tensor;
    }

    /// <summary>
    /// The element at a row-major position as a real. A bool that holds neither 0 nor 1 (an output that was never written) reads as
    /// that byte.
    /// </summary>
    public double this[int element]
    {
        get
        {
            Span<double> value = stackalloc double[1];
            Read(element, value);
            return value[0];
        }
        set => Write(element, [value]);
    }

    /// <summary>Reads consecutive elements as reals, as many as there is room for.</summary>
    public void Read(int start, Span<double> values)
    {
        switch (Type)
        {
            case DataType.F16: Convert(As<Half>().Slice(start, values.Length), values, static x => (double)x); break;
            case DataType.BF16: Convert(As<ushort>().Slice(start, values.Length), values, static x => BFloat16.ToSingle(x)); break;
            case DataType.F32: Convert(As<float>().Slice(start, values.Length), values, static x => x); break;
            case DataType.I32: Convert(As<int>().Slice(start, values.Length), values, static x => x); break;
            case DataType.I64: Convert(As<long>().Slice(start, values.Length), values, static x => x); break;
            default: Convert(As<byte>().Slice(start, values.Length), values, static x => x); break;
        }
    }

    /// <summary>Rounds consecutive values to the type (<see cref="Storage.Round"/>).</summary>
    public void Write(int start, ReadOnlySpan<double> values)
    {
        switch (Type)
        {
            case DataType.F16: Convert(values, As<Half>()[start..], static x => (Half)x); break;
            case DataType.BF16: Convert(values, As<ushort>()[start..], BFloat16.FromDouble); break;
            case DataType.F32: Convert(values, As<float>()[start..], static x => (float)x); break;
            case DataType.I32: Convert(values, As<int>()[start..], static x => (int)x); break;
            case DataType.I64: Convert(values, As<long>()[start..], static x => (long)x); break;
            default: Convert(values, As<byte>()[start..], static x => x != 0 ? (byte)1 : (byte)0); break;
        }
    }

    public double[] ToDoubles()
    {
        var values = new double[Count];
        Read(0, values);
        return values;
    }

    /// <summary>Rounds to single where the type is wider.</summary>
    public float[] ToSingles()
    {
        var values = new float[Count];
        for (var i = 0; i < values.Length; i++) values[i] = (float)this[i];
        return values;
    }

    /// <summary>Marks every element as never written: NaN for floats, a byte pattern for integers and truth values.</summary>
    public void Poison()
    {
        if (!Type.IsFloat())
        {
            Bytes.Span.Fill(PoisonPattern);
            return;
        }

        for (var i = 0; i < Count; i++) this[i] = double.NaN;
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to, Func<TFrom, TTo> convert)
    {
        for (var i = 0; i < from.Length; i++) to[i] = convert(from[i]);
    }

    private static int CheckedBytes(string name, DataType type, EquatableArray<long> shape)
    {
        var bytes = (Int128)type.Bytes();
        foreach (var extent in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(shape));
            bytes = bytes > Array.MaxLength && extent > 0 ? bytes : bytes * extent;
        }

        return bytes <= Array.MaxLength ? (int)bytes : throw CoreErrors.TensorTooLarge(name, type, shape);
    }
}
