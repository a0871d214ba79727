using System.Diagnostics;
using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Packages;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>What the worker holds: the GPU and its lock, the tensors, the packages that are loaded.</summary>
/// <param name="open">Finds the driver.</param>
internal sealed class WorkerSession(Func<CudaDriver> open) : IDisposable
{
    private const byte Unwritten = 0xFF;

    private static readonly Dictionary<string, long> Fixed = [];

    private readonly Dictionary<string, DeviceMemory> _memory = [];
    private readonly Dictionary<int, CudaProgram> _programs = [];
    private List<WorkerTensor> _outputs = [];
    private GpuLock? _lock;
    private CudaDevice? _device;
    private CudaStream? _stream;
    private TimeSpan _limit;

    /// <summary>The package at work.</summary>
    public int? Current { get; private set; }

    public bool IsBroken => _device?.IsBroken ?? false;

    private CudaStream Stream => _stream ?? throw new InternalErrorException("worker", "no device is open", "");

    /// <exception cref="DiagnosticException">What was asked for failed; <see cref="Current"/> says by whose fault.</exception>
    public WorkerReply Answer(WorkerRequest request)
    {
        Current = null;
        switch (request)
        {
            case OpenRequest ask: Open(ask); break;
            case TensorsRequest { Tensors: var tensors }: Allocate(tensors); break;
            case RunRequest ask: Run(ask); break;
            case TimeRequest ask: return new WorkerReply(Times: Time(ask));
            case DropRequest { Ids: var ids }: foreach (var id in ids) Drop(id); break;
            default: throw new InternalErrorException("worker", "unknown request", request.ToString());
        }

        return new WorkerReply();
    }

    public void Dispose()
    {
        foreach (var program in _programs.Values) program.Dispose();
        foreach (var memory in _memory.Values) memory.Dispose();
        _stream?.Dispose();
        _device?.Dispose();
        _lock?.Dispose();
    }

    private void Open(OpenRequest ask)
    {
        _device = open().Device(ask.Device);
        _lock = GpuLock.Take(_device, TimeSpan.FromSeconds(ask.LockSeconds));
        (_stream, _limit) = (_device.NewStream(), TimeSpan.FromSeconds(ask.LimitSeconds));
    }

    private void Allocate(IReadOnlyList<WorkerTensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            _memory.Add(tensor.Name, Stream.Allocate(tensor.Bytes));
            if (!tensor.IsOutput) Stream.Upload(File.ReadAllBytes(tensor.File), _memory[tensor.Name]);
        }

        _outputs = [.. tensors.Where(t => t.IsOutput)];
    }

    private void Run(RunRequest ask)
    {
        Current = ask.Id;
        var program = new CudaProgram(Stream, KernelPackageReader.Open(ask.Package), Fixed);
        _programs.Add(ask.Id, program);
        foreach (var output in _outputs) Stream.Fill(_memory[output.Name], Unwritten);
        program.Launch(_memory);
        foreach (var output in _outputs)
        {
            var bytes = new byte[output.Bytes];
            Stream.Download(_memory[output.Name], bytes, _limit);
            File.WriteAllBytes(output.File, bytes);
        }
    }

    private void Drop(int id)
    {
        if (_programs.Remove(id, out var program)) program.Dispose();
    }

    private List<IReadOnlyList<double>> Time(TimeRequest ask)
    {
        using var timer = new DeviceTimer(Stream, ask.Cold, ask.Copies, _limit);
        var graphs = new List<CudaGraph>();
        try
        {
            foreach (var id in ask.Ids)
            {
                Current = id;
                graphs.Add(timer.Record(() => _programs[id].Launch(_memory)));
            }

            var times = graphs.Select(_ => new List<double>()).ToList();
            var started = Stopwatch.StartNew();
            for (var round = 0; round < ask.Most && (round < 2 || started.Elapsed.TotalSeconds < ask.BudgetSeconds); round++)
            {
                var best = round == 0 ? 0 : times.Min(t => t.Min());
                for (var i = 0; i < graphs.Count; i++)
                {
                    if (round > 1 && times[i].Min() > ask.LagsBehind * best) continue;
                    Current = ask.Ids[i];
                    times[i].Add(timer.Measure(graphs[i]));
                }
            }

            return [.. times];
        }
        finally
        {
            foreach (var graph in graphs) graph.Dispose();
        }
    }
}
