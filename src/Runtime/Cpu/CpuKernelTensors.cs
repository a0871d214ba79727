using System.Buffers;
using MCFuser.Core.Tensors;

namespace MCFuser.Runtime.Cpu;

/// <summary>Runs a kernel on named tensors.</summary>
public static class CpuKernelTensors
{
    /// <param name="tensors">At least the kernel's inputs and outputs by name, of its types and shapes.</param>
    public static unsafe void Run(this CpuKernel kernel, IReadOnlyDictionary<string, TensorData> tensors)
    {
        var program = kernel.Program;
        var pins = program.Inputs.Concat(program.Outputs).Select(b => tensors[b.Name].Bytes.Pin()).ToArray();
        try
        {
            kernel.Run(Array.ConvertAll(pins, p => (nint)p.Pointer));
        }
        finally
        {
            foreach (MemoryHandle pin in pins) pin.Dispose();
        }
    }
}
