using MCFuser.Codegen.Packages;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Cuda;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Packages;

namespace MCFuser.Compiler.Running;

/// <summary>A compiled graph on a GPU: its kernels go through packages, as they would to anybody else.</summary>
internal sealed class CudaGraphRunner : IGraphRunner
{
    /// <summary>Every byte of it is set: no number in any float type.</summary>
    private const byte Unwritten = 0xFF;

    private static readonly Dictionary<string, long> Fixed = [];

    private readonly CudaStream _stream;
    private readonly TimeSpan _limit;
    private readonly Dictionary<string, DeviceMemory> _memory = [];
    private readonly List<WrittenTensor> _written;
    private readonly List<string> _outputs;
    private readonly List<CudaProgram> _programs = [];

    /// <exception cref="DiagnosticException">
    /// There is no compiler (exit 4), or it refuses a kernel (exit 70); the GPU has too little memory (MCF4306) or cannot run a kernel (MCF4308, MCF4309, MCF4311).
    /// </exception>
    public CudaGraphRunner(
        CudaStream stream, Compilation compilation, IReadOnlyDictionary<string, TensorData> inputs, CudaOptions options, TimeSpan limit, CancellationToken cancellation)
    {
        (_stream, _limit, _written) = (stream, limit, [.. compilation.Written]);
        _outputs = [.. compilation.Graph.Outputs.Select(d => d.Target.Name)];
        try
        {
            foreach (var package in CudaPackager.Standard.Build(compilation, options, cancellation)) _programs.Add(Load(package.Content));
            foreach (var tensor in inputs.Values)
            {
                _memory.Add(tensor.Name, stream.Allocate(tensor.Bytes.Length));
                stream.Upload(tensor.Bytes.Span, _memory[tensor.Name]);
            }

            foreach (var tensor in _written) _memory.Add(tensor.Name, stream.Allocate((long)tensor.Bytes));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, TensorData> Outputs => _written.Where(t => _outputs.Contains(t.Name)).ToDictionary(t => t.Name, Download);

    public void Poison()
    {
        foreach (var tensor in _written) _stream.Fill(_memory[tensor.Name], Unwritten);
    }

    public void Run()
    {
        Launch();
        _stream.Wait(_limit);
    }

    /// <summary>Queues the kernels.</summary>
    public void Launch()
    {
        foreach (var program in _programs) program.Launch(_memory);
    }

    public void Dispose()
    {
        foreach (var program in _programs) program.Dispose();
        foreach (var memory in _memory.Values) memory.Dispose();
    }

    private CudaProgram Load(PackageContent content)
    {
        var folder = Directory.CreateTempSubdirectory("mcfuser-");
        try
        {
            KernelPackageWriter.Write(folder.FullName, content);
            return new CudaProgram(_stream, KernelPackageReader.Open(folder.FullName), Fixed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private TensorData Download(WrittenTensor tensor)
    {
        var data = new TensorData(tensor.Name, tensor.Type, tensor.Shape);
        _stream.Download(_memory[tensor.Name], data.Bytes.Span, _limit);
        return data;
    }
}
