namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>How a kernel is launched: blocks, threads of a block, blocks of a cluster (all 1 without clusters), and dynamic shared memory in bytes.</summary>
public sealed record LaunchShape(
    (long X, long Y, long Z) Grid, (long X, long Y, long Z) Block, (long X, long Y, long Z) Cluster, long SharedBytes)
{
    public bool HasClusters => Cluster != (1, 1, 1);
}

/// <summary>A kernel of a module; it lives as long as that.</summary>
public sealed unsafe class CudaFunction
{
    /// <summary>What a block has without asking for more.</summary>
    private const int PlainSharedBytes = 48 * 1024;

    /// <summary>The largest cluster that every device with clusters takes.</summary>
    private const int PortableCluster = 8;

    private readonly CudaModule _module;
    private readonly nint _handle;
    private long _sharedBytes = PlainSharedBytes;

    internal CudaFunction(CudaModule module, nint handle, string name) => (_module, _handle, Name) = (module, handle, name);

    public string Name { get; }

    private CudaDevice Device => _module.Device;

    public int Attribute(FunctionAttribute attribute)
    {
        Device.Enter();
        Device.Call(DriverNative.cuFuncGetAttribute(out var value, attribute, _handle), nameof(DriverNative.cuFuncGetAttribute));
        return value;
    }

    /// <summary>How many blocks a multiprocessor holds at once.</summary>
    public int ResidentBlocks(int threads, long sharedBytes)
    {
        Device.Enter();
        Device.Call(
            DriverNative.cuOccupancyMaxActiveBlocksPerMultiprocessor(out var blocks, _handle, threads, (nuint)sharedBytes),
            nameof(DriverNative.cuOccupancyMaxActiveBlocksPerMultiprocessor));
        return blocks;
    }

    /// <summary>Asks for what a launch needs beyond the ordinary: more shared memory, larger clusters.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">A block cannot have that much (MCF4309).</exception>
    public void Prepare(LaunchShape shape)
    {
        Device.Enter();
        if (shape.SharedBytes > _sharedBytes)
        {
            Set(FunctionAttribute.MaxDynamicSharedBytes, (int)Math.Min(shape.SharedBytes, int.MaxValue), $"{shape.SharedBytes} bytes of shared memory");
            _sharedBytes = shape.SharedBytes;
        }

        if (shape.Cluster.X * shape.Cluster.Y * shape.Cluster.Z > PortableCluster) Set(FunctionAttribute.NonPortableClusterAllowed, 1, $"a cluster of {shape.Cluster}");
    }

    /// <param name="shape">As it was prepared for.</param>
    /// <param name="stream">Where it runs.</param>
    /// <param name="arguments">The address of each argument; the driver has copied them when this returns.</param>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The device cannot run such a block (MCF4309), or fails (MCF4304, MCF4305, MCF4310).</exception>
    public void Launch(LaunchShape shape, CudaStream stream, ReadOnlySpan<nint> arguments)
    {
        Device.Enter();
        var cluster = new LaunchAttribute
        {
            Id = LaunchAttribute.ClusterDimension, X = (uint)shape.Cluster.X, Y = (uint)shape.Cluster.Y, Z = (uint)shape.Cluster.Z,
        };
        var configuration = new LaunchConfiguration
        {
            GridX = (uint)shape.Grid.X, GridY = (uint)shape.Grid.Y, GridZ = (uint)shape.Grid.Z,
            BlockX = (uint)shape.Block.X, BlockY = (uint)shape.Block.Y, BlockZ = (uint)shape.Block.Z,
            SharedBytes = (uint)shape.SharedBytes, Stream = stream.Handle, Attributes = &cluster, AttributeCount = shape.HasClusters ? 1u : 0,
        };
        fixed (nint* first = arguments)
        {
            var status = DriverNative.cuLaunchKernelEx(&configuration, _handle, (void**)first, null);
            if (status is DriverStatus.LaunchOutOfResources or DriverStatus.InvalidValue) throw DriverErrors.LaunchRefused(Name, DriverCall.Text(status));
            Device.Call(status, nameof(DriverNative.cuLaunchKernelEx));
        }
    }

    private void Set(FunctionAttribute attribute, int value, string what)
    {
        var status = DriverNative.cuFuncSetAttribute(_handle, attribute, value);
        if (status == DriverStatus.InvalidValue) throw DriverErrors.LaunchRefused(Name, $"it needs {what}, and the driver says {DriverCall.Text(status)}");
        Device.Call(status, nameof(DriverNative.cuFuncSetAttribute));
    }
}
