namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>A place in a stream, with the time at which the device passed it.</summary>
public sealed class CudaEvent : DriverObject
{
    private readonly nint _handle;

    internal CudaEvent(CudaDevice device)
        : base(device)
    {
        Enter();
        device.Call(DriverNative.cuEventCreate(out _handle, 0), nameof(DriverNative.cuEventCreate));
    }

    public void Record(CudaStream stream)
    {
        Enter();
        Device.Call(DriverNative.cuEventRecord(_handle, stream.Handle), nameof(DriverNative.cuEventRecord));
    }

    /// <summary>Microseconds from an earlier event to this one; the device has passed both.</summary>
    public double MicrosecondsSince(CudaEvent start)
    {
        Enter();
        Device.Call(DriverNative.cuEventElapsedTime(out var milliseconds, start._handle, _handle), nameof(DriverNative.cuEventElapsedTime));
        return 1e3 * milliseconds;
    }

    protected override void Release() => _ = DriverNative.cuEventDestroy_v2(_handle);
}
