using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using MCFuser.Compiler.Running;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Portable.Kernels;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Portable;

/// <summary>A device as ILGPU drives it: a GPU, for which the driver alone is enough, or the CPU in its place, to try the same kernels without one.</summary>
public sealed class PortableDevice : IPortableDevice
{
    private const int CpuEdge = 4, GpuEdge = ContractionKernel.LargestEdge;

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly Action<KernelConfig, OperatorMemory, OperatorTask> _operator;
    private readonly Action<KernelConfig, OperatorMemory, ContractionTask> _contraction;

    private PortableDevice(Context context, bool isTiled)
    {
        var device = context.Devices.FirstOrDefault() ?? throw PortableErrors.DeviceUnusable("it finds none");
        (_context, _accelerator) = (context, device.CreateAccelerator(context));
        _operator = _accelerator.LoadStreamKernel<OperatorMemory, OperatorTask>(OperatorKernel.Run);
        _contraction = _accelerator.LoadStreamKernel<OperatorMemory, ContractionTask>(ContractionKernel.Run);
        // Each thread of a group is one of the system's on the CPU; a GPU wants several groups a multiprocessor.
        (GroupSize, Groups) = _accelerator.AcceleratorType == AcceleratorType.CPU ? (CpuEdge * CpuEdge, 1) : (GpuEdge * GpuEdge, 8 * _accelerator.NumMultiprocessors);
        if (isTiled) TileEdge = (int)Math.Sqrt(GroupSize);
    }

    public string Name => _accelerator.Name;

    /// <summary>Of the tiles of contractions, which have an element for each thread of a group; null to compute them like any operator.</summary>
    internal int? TileEdge { get; }

    internal int Threads => Groups * GroupSize;

    private int Groups { get; }

    private int GroupSize { get; }

    /// <exception cref="DiagnosticException">There is no driver or no GPU (MCF4301 to MCF4303), or ILGPU cannot use it (MCF4402); exit 4.</exception>
    public static PortableDevice Open(DeviceKind kind) => Open(kind, isTiled: kind == DeviceKind.Cuda);

    /// <param name="isTiled">Whether contractions run in tiles; their barriers take the CPU seconds.</param>
    internal static PortableDevice Open(DeviceKind kind, bool isTiled)
    {
        if (kind == DeviceKind.Cpu) return new PortableDevice(Context.Create(builder => builder.CPU()), isTiled);
        DriverLibrary.Provide(CudaDriver.Open().Library);
        try
        {
            return new PortableDevice(Context.Create(builder => builder.Cuda()), isTiled);
        }
        catch (Exception error) when (error is not DiagnosticException)
        {
            throw PortableErrors.DeviceUnusable(error.Message);
        }
    }

    /// <exception cref="DiagnosticException">The device has too little memory (MCF4403); exit 4.</exception>
    public IGraphRunner Prepare(OperatorGraph graph, IReadOnlyDictionary<string, TensorData> inputs) => Guard(() => new PortableRunner(this, graph, inputs));

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    /// <exception cref="DiagnosticException">The device fails (MCF4403); exit 4.</exception>
    internal static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (AcceleratorException error)
        {
            throw PortableErrors.DeviceFailed(error.Message);
        }
    }

    internal MemoryBuffer1D<T, Stride1D.Dense> Allocate<T>(long length)
        where T : unmanaged => _accelerator.Allocate1D<T>(Math.Max(1, length));

    internal void Wait() => _accelerator.Synchronize();

    internal void Launch(OperatorMemory memory, object task)
    {
        var config = new KernelConfig(Groups, GroupSize);
        if (task is ContractionTask contraction) _contraction(config, memory, contraction);
        else _operator(config, memory, (OperatorTask)task);
    }
}
