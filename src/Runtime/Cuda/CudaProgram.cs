using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Packages;

namespace MCFuser.Runtime.Cuda;

/// <summary>A kernel package on a GPU, for given extents: its kernels loaded, its workspaces allocated. Tensors are the caller's.</summary>
public sealed class CudaProgram : IDisposable
{
    private readonly CudaStream _stream;
    private readonly KernelPackage _package;
    private readonly List<CudaModule> _modules = [];
    private readonly List<DeviceMemory> _workspaces = [];
    private readonly List<(CudaFunction Function, LaunchShape Shape, ManifestLaunch Launch, ArgumentBlock Arguments)> _launches = [];

    /// <param name="stream">Where everything of it runs.</param>
    /// <param name="extents">Those of the dynamic axes.</param>
    /// <exception cref="DiagnosticException">
    /// The package is for another target (MCF4106) or GPU (MCF4311) or not for these extents (MCF4104, MCF4105, MCF0031); the driver refuses a kernel (MCF4308) or
    /// its launch (MCF4309), or fails (MCF4304 to MCF4310).
    /// </exception>
    public CudaProgram(CudaStream stream, KernelPackage package, IReadOnlyDictionary<string, long> extents)
    {
        if (package.Manifest.Target != "cuda") throw PackageErrors.WrongTarget(package.Folder, package.Manifest.Target, "cuda");
        (_stream, _package, Extents) = (stream, package, package.Extents(extents));
        try
        {
            foreach (var launch in package.Variant(Extents).Launches) Prepare(launch);
            foreach (var workspace in package.Manifest.Workspaces)
            {
                _workspaces.Add(stream.Allocate(workspace.Bytes.Evaluate(Extents)));
                if (workspace.ZeroOnce) stream.Fill(_workspaces[^1], 0);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Of all axes.</summary>
    public IReadOnlyDictionary<string, long> Extents { get; }

    /// <summary>The kernels in the order in which they run.</summary>
    public IEnumerable<(CudaFunction Function, LaunchShape Shape)> Launches => _launches.Select(l => (l.Function, l.Shape));

    /// <summary>Queues all launches.</summary>
    /// <param name="tensors">Memory for each parameter, of its size and alignment; more may be given.</param>
    /// <exception cref="DiagnosticException">A tensor is missing or too small (MCF4312, MCF4313); the device cannot run a block (MCF4309).</exception>
    public void Launch(IReadOnlyDictionary<string, DeviceMemory> tensors)
    {
        foreach (var parameter in _package.Manifest.Parameters) Check(parameter, tensors);
        foreach (var (function, shape, launch, arguments) in _launches)
        {
            for (var i = 0; i < launch.Args.Count; i++) Write(arguments, i, launch.Args[i], tensors);
            function.Launch(shape, _stream, arguments.Addresses);
        }
    }

    public void Dispose()
    {
        foreach (var (_, _, _, arguments) in _launches) arguments.Dispose();
        foreach (var workspace in _workspaces) workspace.Dispose();
        foreach (var module in _modules) module.Dispose();
        _launches.Clear();
    }

    private void Prepare(ManifestLaunch launch)
    {
        var module = _stream.Device.Load(CudaImage.Choose(_package, launch, _stream.Device).Span, Path.Combine(_package.Folder, launch.File));
        _modules.Add(module);
        var shape = new LaunchShape(
            Three(launch.Grid), Three(launch.Block), launch.Cluster.Count == 0 ? (1, 1, 1) : Three(launch.Cluster), launch.SharedBytes?.Evaluate(Extents) ?? 0);
        var function = module.Function(launch.Entry);
        function.Prepare(shape);
        _launches.Add((function, shape, launch, new ArgumentBlock(launch.Args.Count)));
    }

    private (long X, long Y, long Z) Three(EquatableArray<ManifestExpression> sizes) => (sizes[0].Evaluate(Extents), sizes[1].Evaluate(Extents), sizes[2].Evaluate(Extents));

    private void Write(ArgumentBlock block, int index, ManifestArgument argument, IReadOnlyDictionary<string, DeviceMemory> tensors)
    {
        switch (argument)
        {
            case ParameterArgument { Parameter: var name }: block.Address(index, tensors[name].Address); break;
            case WorkspaceArgument { Workspace: var number }: block.Address(index, _workspaces[number].Address); break;
            case AxisArgument { Axis: var axis, Type: var type }: block.Number(index, type, Extents[axis]); break;
            case ScalarArgument { Scalar: var value, Type: var type }: block.Number(index, type, value); break;
            case TensorMapArgument { TensorMap: var map }:
                var parameter = _package.Manifest.Parameters.First(p => p.Name == map.Parameter);
                block.Map(index, _stream.Device, map, parameter, Extents, tensors[map.Parameter].Address);
                break;
            default: throw new InternalErrorException("launch", $"unknown argument {argument.GetType().Name}", argument.ToString());
        }
    }

    private void Check(ManifestParameter parameter, IReadOnlyDictionary<string, DeviceMemory> tensors)
    {
        if (!tensors.TryGetValue(parameter.Name, out var memory)) throw DriverErrors.TensorMissing(_package.Folder, parameter.Name, parameter.Type);
        var needed = TensorSizes.Bytes(parameter, Extents);
        if (memory.Bytes < needed) throw DriverErrors.TensorTooSmall(_package.Folder, parameter.Name, needed, memory.Bytes);
    }
}
