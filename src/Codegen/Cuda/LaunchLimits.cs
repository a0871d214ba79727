using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Codegen.Cuda;

/// <summary>What every launch on a device has to respect: CUDA C++ Programming Guide, technical specifications of compute capabilities.</summary>
internal static class LaunchLimits
{
    private static readonly long[] Blocks = [int.MaxValue, 65535, 65535];

    /// <param name="kernel">The kernel.</param>
    /// <param name="resources">What the compiler says that it needs; null if none compiled it.</param>
    /// <param name="axes">The grid is checked for the largest extents.</param>
    /// <param name="device">Where it shall run.</param>
    /// <exception cref="DiagnosticException">It can never be launched (MCF3201 to MCF3203, exit 3).</exception>
    public static void Check(CudaKernel kernel, KernelResources? resources, IEnumerable<ManifestAxis> axes, DeviceSpec device)
    {
        var extents = axes.ToDictionary(a => a.Name, a => a.Max);
        for (var i = 0; i < Blocks.Length; i++)
        {
            var blocks = kernel.Grid[i].Evaluate(extents);
            if (blocks > Blocks[i]) throw CudaPackageErrors.TooManyBlocks(kernel.Entry, "xyz"[i], blocks, Blocks[i]);
        }

        var shared = kernel.SharedBytes + (resources?.SharedBytes ?? 0L);
        if (shared > device.SharedBytesPerBlock) throw CudaPackageErrors.TooMuchSharedMemory(kernel.Entry, shared, device);
        if (kernel.Threads > device.ThreadsPerBlock)
            throw CudaPackageErrors.TooManyThreads(kernel.Entry, "threads a block", kernel.Threads, device.ThreadsPerBlock, device);
        var registers = (resources?.Registers ?? 0L) * kernel.Threads;
        if (registers > device.RegistersPerProcessor)
            throw CudaPackageErrors.TooManyThreads(kernel.Entry, "registers a block", registers, device.RegistersPerProcessor, device);
    }
}
