using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;

namespace MCFuser.Runtime.Npy;

/// <summary>
/// Reads a tensor from a <c>.npy</c> file, version 1 or 2: f16, f32, integers and bool as such, bf16 from float32 (rounded) or from uint16
/// bit patterns, i32 and i64 from each other where every value fits.
/// </summary>
public static class NpyReader
{
    private const int BufferBytes = 1 << 20;

    /// <exception cref="DiagnosticException">MCF4001 to MCF4010, exit code 1: the file is not what the tensor needs.</exception>
    public static TensorData Read(string file, string tensor, DataType type, EquatableArray<long> shape)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Read(stream, file, tensor, type, shape);
        }
        catch (Exception exception) when (NpyErrors.IsFileProblem(exception))
        {
            throw NpyErrors.Unreadable(file, exception.Message);
        }
    }

    private static TensorData Read(Stream stream, string file, string tensor, DataType type, EquatableArray<long> shape)
    {
        var header = NpyHeader.Read(stream, file);
        var elementBytes = NpyType.ElementBytes(type, header.Descriptor);
        if (header.Descriptor.Contains('O', StringComparison.Ordinal)) throw NpyErrors.ObjectType(file);
        if (header.Descriptor.StartsWith('>')) throw NpyErrors.BigEndian(file, header.Descriptor);
        if (elementBytes == 0) throw NpyErrors.WrongType(file, tensor, type, NpyType.Accepted(type), header.Descriptor);
        if (header.FortranOrder) throw NpyErrors.FortranOrder(file);
        if (header.Shape != shape) throw NpyErrors.WrongShape(file, tensor, shape, header.Shape);

        var data = new TensorData(tensor, type, shape);
        var buffer = new byte[BufferBytes];
        for (var done = 0; done < data.Count;)
        {
            var wanted = (int)Math.Min(buffer.Length, (long)(data.Count - done) * elementBytes);
            var read = stream.ReadAtLeast(buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            if (read < wanted) throw NpyErrors.Truncated(file, (long)(data.Count - done) * elementBytes - read);
            NpyType.Convert(buffer.AsSpan(0, read), header.Descriptor, data, done, file);
            done += read / elementBytes;
        }

        return stream.ReadByte() < 0 ? data : throw NpyErrors.ExtraBytes(file);
    }
}
