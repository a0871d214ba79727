using System.Buffers;
using MCFuser.Core.Tensors;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu;

/// <summary>Runs a kernel on named tensors.</summary>
public static class CpuKernelTensors
{
    /// <param name="kernel">The kernel.</param>
    /// <param name="tensors">At least the kernel's inputs and outputs by name, of its types and shapes; the outputs are
    /// overwritten.</param>
    /// <exception cref="Core.Diagnostics.DiagnosticException">
    /// A tensor is missing (MCF4052) or has another type or size (MCF4053), or a gathered index lies outside of its tensor (MCF4050).
    /// </exception>
    public static unsafe void Run(this CpuKernel kernel, IReadOnlyDictionary<string, TensorData> tensors)
    {
        TileBuffer[] buffers = [.. kernel.Program.Inputs, .. kernel.Program.Outputs];
        var pins = new MemoryHandle[buffers.Length];
        try
        {
            for (var i = 0; i < buffers.Length; i++)
            {
                if (!tensors.TryGetValue(buffers[i].Name, out var tensor)) throw CpuErrors.TensorMissing(kernel.Program.Name, buffers[i]);
                var bytes = kernel.BytesOf(buffers[i].Name);
                if (tensor.Type != buffers[i].Type || tensor.Bytes.Length < bytes)
                    throw CpuErrors.TensorMismatch(kernel.Program.Name, buffers[i], bytes, tensor.Type, tensor.Bytes.Length);
                pins[i] = tensor.Bytes.Pin();
            }

            kernel.Run(Array.ConvertAll(pins, p => (nint)p.Pointer));
        }
        finally
        {
            foreach (var pin in pins) pin.Dispose();
        }
    }
}
