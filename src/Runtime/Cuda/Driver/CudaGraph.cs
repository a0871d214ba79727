namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>Recorded work that can be queued as a whole.</summary>
public sealed class CudaGraph : DriverObject
{
    private readonly nint _executable;

    internal CudaGraph(CudaDevice device, nint graph)
        : base(device)
    {
        Enter();
        try
        {
            device.Call(DriverNative.cuGraphInstantiateWithFlags(out _executable, graph, 0), nameof(DriverNative.cuGraphInstantiateWithFlags));
        }
        finally
        {
            _ = DriverNative.cuGraphDestroy(graph);
        }
    }

    public void Launch(CudaStream stream)
    {
        Enter();
        Device.Call(DriverNative.cuGraphLaunch(_executable, stream.Handle), nameof(DriverNative.cuGraphLaunch));
    }

    protected override void Release() => _ = DriverNative.cuGraphExecDestroy(_executable);
}
