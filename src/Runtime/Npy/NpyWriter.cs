using MCFuser.Core.Diagnostics;
using MCFuser.Core.Files;
using MCFuser.Core.Tensors;

namespace MCFuser.Runtime.Npy;

/// <summary>Writes a tensor to a <c>.npy</c> file, version 1: f16, f32, integers and bool as such, bf16 as uint16 bit patterns.</summary>
public static class NpyWriter
{
    /// <summary>The file appears whole or not at all.</summary>
    /// <exception cref="DiagnosticException">MCF4011, exit code 1: the file cannot be written.</exception>
    public static void Write(string file, TensorData tensor)
    {
        try
        {
            WholeFile.Write(file, stream =>
            {
                stream.Write(new NpyHeader(NpyType.Descriptor(tensor.Type), false, tensor.Shape).ToBytes());
                stream.Write(tensor.Bytes.Span);
            });
        }
        catch (Exception exception) when (NpyErrors.IsFileProblem(exception))
        {
            throw NpyErrors.Unwritable(file, exception.Message);
        }
    }
}
