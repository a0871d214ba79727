using System.Diagnostics;

namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>A queue of work on a device.</summary>
public sealed unsafe class CudaStream : DriverObject
{
    /// <summary><c>CU_STREAM_NON_BLOCKING</c>: no waiting for the stream that other libraries use by default.</summary>
    private const uint NonBlocking = 1;

    /// <summary><c>CU_STREAM_CAPTURE_MODE_THREAD_LOCAL</c></summary>
    private const int ThreadLocal = 1;

    internal CudaStream(CudaDevice device)
        : base(device)
    {
        Enter();
        device.Call(DriverNative.cuStreamCreate(out var handle, NonBlocking), nameof(DriverNative.cuStreamCreate));
        Raw = handle;
    }

    /// <summary>For use: the context is the one of this thread then.</summary>
    internal nint Handle
    {
        get
        {
            Enter();
            return Raw;
        }
    }

    /// <summary>For giving back what is on the stream.</summary>
    internal nint Raw { get; }

    public void Upload(ReadOnlySpan<byte> bytes, DeviceMemory target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, target.Bytes);
        if (bytes.IsEmpty) return;
        // Pageable memory: the driver has read it when the call returns.
        fixed (byte* first = bytes)
            Device.Call(DriverNative.cuMemcpyHtoDAsync_v2(target.Address, first, (nuint)bytes.Length, Handle), nameof(DriverNative.cuMemcpyHtoDAsync_v2));
    }

    /// <summary>Copies back, and waits for it.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">As for <see cref="Wait"/>.</exception>
    public void Download(DeviceMemory source, Span<byte> bytes, TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, source.Bytes);
        // The copy itself waits for ever, so what is before it has to be over.
        Wait(limit);
        if (bytes.IsEmpty) return;
        fixed (byte* first = bytes)
        {
            Device.Call(DriverNative.cuMemcpyDtoHAsync_v2(first, source.Address, (nuint)bytes.Length, Handle), nameof(DriverNative.cuMemcpyDtoHAsync_v2));
            Wait(limit);
        }
    }

    public void Fill(DeviceMemory target, byte value)
    {
        if (target.Bytes == 0) return;
        Device.Call(DriverNative.cuMemsetD8Async(target.Address, value, (nuint)target.Bytes, Handle), nameof(DriverNative.cuMemsetD8Async));
    }

    /// <summary>Memory that is there for work queued from now on.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">There is not enough (MCF4306).</exception>
    public DeviceMemory Allocate(long bytes) => new(this, bytes);

    /// <summary>Waits until all that was queued is done.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">It takes longer than the limit (MCF4307), or fails (MCF4304, MCF4305, MCF4310).</exception>
    public void Wait(TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (true)
        {
            var status = DriverNative.cuStreamQuery(Handle);
            if (status == DriverStatus.Success) return;
            if (status != DriverStatus.NotReady) Device.Call(status, nameof(DriverNative.cuStreamQuery));
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                Device.Break();
                throw DriverErrors.TimedOut("work on the GPU", limit);
            }

            spin.SpinOnce();
        }
    }

    /// <summary>Records work instead of doing it.</summary>
    public CudaGraph Capture(Action work)
    {
        Device.Call(DriverNative.cuStreamBeginCapture_v2(Handle, ThreadLocal), nameof(DriverNative.cuStreamBeginCapture_v2));
        nint graph;
        try
        {
            work();
        }
        catch
        {
            if (DriverNative.cuStreamEndCapture(Raw, out graph) == DriverStatus.Success && graph != 0) _ = DriverNative.cuGraphDestroy(graph);
            throw;
        }

        Device.Call(DriverNative.cuStreamEndCapture(Handle, out graph), nameof(DriverNative.cuStreamEndCapture));
        return new CudaGraph(Device, graph);
    }

    protected override void Release() => _ = DriverNative.cuStreamDestroy_v2(Raw);
}
