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
        if (bytes.Length != needed) throw new ArgumentException($"{name}: {type.Text()}{shape} needs {needed} bytes, not {bytes.Length}", nameof(bytes));
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
        if (values.Length != tensor.Count) throw new ArgumentException($"{name}: {type.Text()}{shape} needs {tensor.Count} values, not {values.Length}", nameof(values));
        for (var i = 0; i < values.Length; i++) tensor[i] = values[i];
        return tensor;
    }

    /// <summary>
    /// The element at a row-major position as a real. A bool that holds neither 0 nor 1 (an output that was never written) reads as that byte.
    /// </summary>
    public double this[int element]
    {
        get => Type switch
        {
            DataType.F16 => (double)As<Half>()[element],
            DataType.BF16 => BFloat16.ToSingle(As<ushort>()[element]),
            DataType.F32 => As<float>()[element],
            DataType.I32 => As<int>()[element],
            DataType.I64 => As<long>()[element],
            _ => Bytes.Span[element],
        };
        set
        {
            switch (Type)
            {
                case DataType.F16: As<Half>()[element] = (Half)value; break;
                case DataType.BF16: As<ushort>()[element] = BFloat16.FromDouble(value); break;
                case DataType.F32: As<float>()[element] = (float)value; break;
                case DataType.I32: As<int>()[element] = (int)value; break;
                case DataType.I64: As<long>()[element] = (long)value; break;
                default: Bytes.Span[element] = value != 0 ? (byte)1 : (byte)0; break;
            }
        }
    }

    public double[] ToDoubles()
    {
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++) values[i] = this[i];
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
