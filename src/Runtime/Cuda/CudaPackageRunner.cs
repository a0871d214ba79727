using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Packages;

namespace MCFuser.Runtime.Cuda;

/// <summary>Runs a kernel package with tensors of the host: uploads, launches, downloads.</summary>
public sealed class CudaPackageRunner : IDisposable
{
    private readonly KernelPackage _package;
    private readonly CudaStream _stream;
    private readonly CudaProgram _program;
    private readonly Dictionary<string, DeviceMemory> _memory = [];

    /// <param name="extents">Those of the dynamic axes.</param>
    /// <exception cref="DiagnosticException">As for <see cref="CudaProgram"/>, and if the GPU has too little memory (MCF4306).</exception>
    public CudaPackageRunner(CudaDevice device, KernelPackage package, IReadOnlyDictionary<string, long> extents)
    {
        (_package, _stream) = (package, device.NewStream());
        try
        {
            _program = new CudaProgram(_stream, package, extents);
            foreach (var parameter in package.Manifest.Parameters) _memory.Add(parameter.Name, _stream.Allocate(TensorSizes.Bytes(parameter, _program.Extents)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The outputs, new tensors; what the kernels leave unwritten is NaN.</summary>
    /// <param name="limit">How long the kernels may take.</param>
    /// <exception cref="DiagnosticException">
    /// An input is missing or of another type or shape (MCF4312, MCF4313; exit 1); the kernels fail (MCF4305), never end (MCF4307), or the GPU is lost (MCF4304).
    /// </exception>
    public IReadOnlyDictionary<string, TensorData> Run(IReadOnlyDictionary<string, TensorData> inputs, TimeSpan limit)
    {
        var outputs = new Dictionary<string, TensorData>();
        foreach (var parameter in _package.Manifest.Parameters)
        {
            var tensor = parameter.Direction == ParameterDirection.In ? Input(parameter, inputs) : Output(parameter);
            if (parameter.Direction == ParameterDirection.Out) outputs.Add(parameter.Name, tensor);
            _stream.Upload(tensor.Bytes.Span, _memory[parameter.Name]);
        }

        _program.Launch(_memory);
        foreach (var (name, tensor) in outputs) _stream.Download(_memory[name], tensor.Bytes.Span, limit);
        return outputs;
    }

    public void Dispose()
    {
        foreach (var memory in _memory.Values) memory.Dispose();
        _program?.Dispose();
        _stream.Dispose();
    }

    private TensorData Input(ManifestParameter parameter, IReadOnlyDictionary<string, TensorData> inputs)
    {
        if (!inputs.TryGetValue(parameter.Name, out var tensor)) throw DriverErrors.TensorMissing(_package.Folder, parameter.Name, parameter.Type);
        var shape = TensorSizes.Shape(parameter, _program.Extents);
        return tensor.Type == parameter.Type && tensor.Shape == shape
            ? tensor
            : throw DriverErrors.TensorMismatch(_package.Folder, parameter, shape, tensor.Type, tensor.Shape);
    }

    private TensorData Output(ManifestParameter parameter)
    {
        var tensor = new TensorData(parameter.Name, parameter.Type, TensorSizes.Shape(parameter, _program.Extents));
        tensor.Poison();
        return tensor;
    }
}
