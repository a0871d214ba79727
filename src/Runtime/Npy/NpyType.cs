using System.Runtime.InteropServices;
using MCFuser.Core;
using MCFuser.Core.Tensors;

namespace MCFuser.Runtime.Npy;

/// <summary>Which elements of a file become which elements of a tensor.</summary>
internal static class NpyType
{
    /// <summary>How a tensor of this type is written; bf16 as bit patterns.</summary>
    public static string Descriptor(DataType type) => type switch
    {
        DataType.F16 => "<f2",
        DataType.BF16 => "<u2",
        DataType.F32 => "<f4",
        DataType.I32 => "<i4",
        DataType.I64 => "<i8",
        _ => "|b1",
    };

    /// <summary>What to save for a tensor of this type, in words for a message.</summary>
    public static string Accepted(DataType type) => type switch
    {
        DataType.F16 => "float16",
        DataType.BF16 => "float32, or uint16 bit patterns",
        DataType.F32 => "float32",
        DataType.I32 => "int32",
        DataType.I64 => "int64",
        _ => "bool",
    };

    /// <summary>Bytes of an element in a file that this type can be read from; 0 if it cannot.</summary>
    public static int ElementBytes(DataType type, string descriptor) => (type, descriptor) switch
    {
        _ when descriptor == Descriptor(type) => type.Bytes(),
        (DataType.BF16, "<f4") => 4,
        (DataType.I32, "<i8") => 8,
        (DataType.I64, "<i4") => 4,
        _ => 0,
    };

    /// <summary>Converts a run of elements of the file.</summary>
    public static void Convert(ReadOnlySpan<byte> from, string descriptor, TensorData to, int start, string file)
    {
        switch (to.Type, descriptor)
        {
            case (DataType.BF16, "<f4"):
                foreach (var value in MemoryMarshal.Cast<byte, float>(from)) to.As<ushort>()[start++] = BFloat16.FromSingle(value);
                break;
            case (DataType.I32, "<i8"):
                foreach (var value in MemoryMarshal.Cast<byte, long>(from))
                    to.As<int>()[start++] = value == (int)value ? (int)value : throw NpyErrors.OutOfRange(file, to.Name, value);
                break;
            case (DataType.I64, "<i4"):
                foreach (var value in MemoryMarshal.Cast<byte, int>(from)) to.As<long>()[start++] = value;
                break;
            case (DataType.Bool, _):
                foreach (var value in from) to.As<byte>()[start++] = value != 0 ? (byte)1 : (byte)0;
                break;
            default:
                from.CopyTo(to.Bytes.Span[(start * to.Type.Bytes())..]);
                break;
        }
    }
}
