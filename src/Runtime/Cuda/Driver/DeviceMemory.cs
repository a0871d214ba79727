namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>Memory of a device, aligned to 256 bytes, in the order of a stream where the device has pools. It goes before its stream does.</summary>
public sealed class DeviceMemory : DriverObject
{
    private readonly CudaStream _stream;
    private readonly bool _pooled;

    internal DeviceMemory(CudaStream stream, long bytes)
        : base(stream.Device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        (_stream, Bytes, _pooled) = (stream, bytes, Device.Attribute(DeviceAttribute.MemoryPools) != 0);
        Enter();
        // No bytes are no request to the driver, but a kernel still takes an address.
        var size = (nuint)Math.Max(bytes, 1);
        ulong address;
        if (_pooled) Device.Call(DriverNative.cuMemAllocAsync(out address, size, stream.Handle), nameof(DriverNative.cuMemAllocAsync));
        else Device.Call(DriverNative.cuMemAlloc_v2(out address, size), nameof(DriverNative.cuMemAlloc_v2));
        Address = address;
    }

    public long Bytes { get; }

    public ulong Address { get; }

    protected override void Release() => _ = _pooled ? DriverNative.cuMemFreeAsync(Address, _stream.Raw) : DriverNative.cuMemFree_v2(Address);
}
