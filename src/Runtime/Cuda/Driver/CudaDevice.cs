using System.Globalization;
using System.Runtime.InteropServices;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>
/// A GPU with its primary context, which other libraries of the process share; it is there from the first use on, since that takes a while and a description
/// needs none. For one thread at a time; any thread may be the one. What was made on it has to be disposed of before it.
/// </summary>
public sealed unsafe class CudaDevice : IDisposable
{
    private readonly int _device;
    private nint _context;
    private bool _disposed;

    internal CudaDevice(int device, int ordinal)
    {
        (_device, Ordinal) = (device, ordinal);
        Name = ReadName();
        Capability = new ComputeCapability(Attribute(DeviceAttribute.ComputeMajor), Attribute(DeviceAttribute.ComputeMinor));
    }

    public int Ordinal { get; }

    /// <summary><c>NVIDIA H100 80GB HBM3</c></summary>
    public string Name { get; }

    public ComputeCapability Capability { get; }

    /// <summary><c>0000:3b:00</c>: the same whatever the process may see of the machine's GPUs.</summary>
    public string PciAddress => string.Create(
        CultureInfo.InvariantCulture,
        $"{Attribute(DeviceAttribute.PciDomain):x4}:{Attribute(DeviceAttribute.PciBus):x2}:{Attribute(DeviceAttribute.PciDevice):x2}");

    /// <summary>
    /// Whether a kernel failed or never ended, or the GPU is gone. Nothing more can be done with the context, and asking the driver to free what is in it may take for
    /// ever: it goes with the process.
    /// </summary>
    public bool IsBroken { get; private set; }

    public long TotalBytes
    {
        get
        {
            Call(DriverNative.cuDeviceTotalMem_v2(out var bytes, _device), nameof(DriverNative.cuDeviceTotalMem_v2));
            return (long)bytes;
        }
    }

    public long FreeBytes
    {
        get
        {
            Enter();
            Call(DriverNative.cuMemGetInfo_v2(out var free, out _), nameof(DriverNative.cuMemGetInfo_v2));
            return (long)free;
        }
    }

    public int Attribute(DeviceAttribute attribute)
    {
        Call(DriverNative.cuDeviceGetAttribute(out var value, attribute, _device), nameof(DriverNative.cuDeviceGetAttribute));
        return value;
    }

    public CudaStream NewStream() => new(this);

    public CudaEvent NewEvent() => new(this);

    /// <param name="image">PTX or machine code.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="DiagnosticException">The driver refuses it (MCF4308); its log says why.</exception>
    public CudaModule Load(ReadOnlySpan<byte> image, string file) => new(this, image, file);

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (!IsBroken && _context != 0) _ = DriverNative.cuDevicePrimaryCtxRelease_v2(_device);
    }

    /// <summary>Makes the context the one of this thread.</summary>
    internal void Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_context == 0)
        {
            Call(DriverNative.cuDevicePrimaryCtxRetain(out var context, _device), nameof(DriverNative.cuDevicePrimaryCtxRetain));
            _context = context;
        }

        Call(DriverNative.cuCtxSetCurrent(_context), nameof(DriverNative.cuCtxSetCurrent));
    }

    /// <summary>As <see cref="Enter"/>, where nobody could do anything about a failure.</summary>
    internal void EnterQuietly() => _ = DriverNative.cuCtxSetCurrent(_context);

    /// <summary>Checks a call, and remembers failures that the context does not survive.</summary>
    internal void Call(DriverStatus status, string function)
    {
        if (status.IsKernelFault() || status.IsDeviceLoss()) IsBroken = true;
        DriverCall.Check(status, function);
    }

    internal void Break() => IsBroken = true;

    private string ReadName()
    {
        const int length = 256;
        var name = stackalloc byte[length];
        Call(DriverNative.cuDeviceGetName(name, length, _device), nameof(DriverNative.cuDeviceGetName));
        return Marshal.PtrToStringUTF8((nint)name)!;
    }
}
