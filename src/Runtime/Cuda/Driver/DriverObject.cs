namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>Something that the driver made on a device, and that is given back once.</summary>
public abstract class DriverObject(CudaDevice device) : IDisposable
{
    private bool _disposed;

    public CudaDevice Device { get; } = device;

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        GC.SuppressFinalize(this);
        if (Device.IsBroken) return;
        Device.EnterQuietly();
        Release();
    }

    /// <summary>Gives it back. What the driver says then is about earlier work, which was asked for its own success.</summary>
    protected abstract void Release();

    /// <summary>To be called before each use.</summary>
    private protected void Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Device.Enter();
    }
}
