using System.Diagnostics;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Cuda;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Cuda.Nvrtc;

namespace MCFuser.Compiler.Running;

/// <summary>A GPU of this machine. Runs are timed by themselves, without the host's part: recorded twenty times in one graph, inputs warm in L2.</summary>
internal sealed class CudaTarget : IRunTarget
{
    private const int Copies = 20, MostReplays = 50;

    /// <summary>How long a replay may take before it counts as hanging.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CompilationOptions _options;
    private readonly CudaDevice _device;
    private readonly CudaStream _stream;

    /// <exception cref="DiagnosticException">There is no driver or no GPU, or no such device (exit 4).</exception>
    public CudaTarget(CompilationOptions options, CudaDriver driver)
    {
        (_options, _device) = (options, driver.Device());
        try
        {
            Device = (options.Device, options.Architecture) is (null, null) ? DeviceDescription.Of(_device) : TargetDevice.Find(options);
            _stream = _device.NewStream();
        }
        catch
        {
            _device.Dispose();
            throw;
        }
    }

    public DeviceSpec Device { get; }

    public IGraphRunner Prepare(Compilation compilation, IReadOnlyDictionary<string, TensorData> inputs, CancellationToken cancellation)
    {
        try
        {
            return new CudaGraphRunner(_stream, compilation, inputs, _options.Cuda, Limit, cancellation);
        }
        catch (DiagnosticException error) when (error.Diagnostics[0].Code is NvrtcCodes.Missing or NvrtcCodes.Unloadable or CudaCompilerCodes.ToolMissing)
        {
            throw CompilerErrors.NoCudaCompiler(error);
        }
    }

    public IReadOnlyList<Timing> Time(IReadOnlyList<IGraphRunner> runners, TimeSpan budget, CancellationToken cancellation)
    {
        using var timer = new DeviceTimer(_stream, cold: false, Copies, Limit);
        var graphs = new List<CudaGraph>();
        try
        {
            foreach (var runner in runners.Cast<CudaGraphRunner>()) graphs.Add(timer.Record(runner.Launch));
            var times = graphs.Select(_ => new List<double>()).ToList();
            var started = Stopwatch.StartNew();
            do
            {
                foreach (var (graph, list) in graphs.Zip(times))
                {
                    cancellation.ThrowIfCancellationRequested();
                    list.Add(timer.Measure(graph));
                }
            }
            while (times[0].Count < MostReplays && started.Elapsed < budget);
            return [.. times.Select(Timing.Of)];
        }
        finally
        {
            foreach (var graph in graphs) graph.Dispose();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _device.Dispose();
    }
}
