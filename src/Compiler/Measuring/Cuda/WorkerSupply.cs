using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>A worker with its GPU open and its tensors there; a new one takes the place of one that died.</summary>
internal sealed class WorkerSupply(CudaMeasurerOptions options, IReadOnlyList<WorkerTensor> tensors) : IDisposable
{
    private readonly HashSet<int> _held = [];
    private WorkerProcess? _worker;
    private bool _hadOne;

    /// <summary>Why no further worker gets the GPU; null while one may.</summary>
    public string? LostBecause { get; private set; }

    /// <summary>Whether the worker at hand has a package.</summary>
    public bool Holds(int package) => _worker is { HasEnded: false } && _held.Contains(package);

    /// <param name="launches">How many packages are launched to answer.</param>
    /// <returns>Null if the worker died, or was ended because it took too long.</returns>
    /// <exception cref="DiagnosticException">The first worker does not get the GPU (exit 4).</exception>
    public WorkerReply? Ask(WorkerRequest request, int launches, CancellationToken cancellation)
    {
        if (_worker is null or { HasEnded: true } && Start(cancellation) is { } failed) return failed;
        var reply = _worker!.Ask(request, options.WorkerLimit + (launches * 2 * options.LaunchLimit), cancellation);
        if (reply is { Error: null } && request is RunRequest { Id: var id }) _held.Add(id);
        return reply;
    }

    public void Drop(IReadOnlyList<int> packages, CancellationToken cancellation)
    {
        var held = packages.Where(Holds).ToList();
        if (held.Count == 0) return;
        Ask(new DropRequest(held), 0, cancellation);
        _held.ExceptWith(held);
    }

    public void Dispose() => _worker?.Dispose();

    /// <summary>Null if it is ready.</summary>
    private WorkerReply? Start(CancellationToken cancellation)
    {
        _worker?.Dispose();
        _held.Clear();
        _worker = new WorkerProcess(options.Worker);
        var open = new OpenRequest(options.Device, options.LaunchLimit.TotalSeconds, options.LockLimit.TotalSeconds);
        var reply = _worker.Ask(open, options.LockLimit + options.WorkerLimit, cancellation);
        if (reply is { Error: null }) reply = _worker.Ask(new TensorsRequest(tensors), options.WorkerLimit, cancellation);
        if (reply is { Error: null })
        {
            _hadOne = true;
            return null;
        }

        var error = reply?.Error ?? new WorkerError(ExitCode.DeviceMissing, DriverCodes.DeviceLost, "no new worker gets the GPU", "check nvidia-smi, then start again");
        if (!_hadOne) throw error.ToException();
        LostBecause = $"device lost: {error.Problem}";
        return new WorkerReply(error);
    }
}
