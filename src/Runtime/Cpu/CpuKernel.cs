using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Workers;

namespace MCFuser.Runtime.Cpu;

/// <summary>
/// A tile program prepared for the CPU at hand. Tiles are f32 in memory private to each thread, whatever their declared type and scope;
/// arithmetic is f32. The result does not depend on the number of threads.
/// </summary>
public sealed unsafe class CpuKernel : IDisposable, ITaskBody
{
    private readonly Lock _oneRun = new();
    private readonly KernelPlan _plan;
    private readonly TaskSpace _tasks;
    private readonly Frame[] _frames;
    private readonly int _buffers;

    private CpuKernel(TileProgram program, int threads)
    {
        Program = program;
        _plan = new KernelPlan(program);
        _tasks = TaskSpace.Build(_plan);
        _buffers = program.Inputs.Count + program.Outputs.Count;
        Threads = (int)Math.Max(1, Math.Min(threads > 0 ? threads : Environment.ProcessorCount, _tasks.Count));
        if (_plan.ScratchBytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Threads)
            throw CpuErrors.ScratchTooLarge(program.Name, _plan.ScratchBytes, Threads);
        _frames = [.. Enumerable.Range(0, Threads).Select(_ => NewFrame())];
    }

    public TileProgram Program { get; }

    /// <summary>The threads that a run uses, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>The tasks that are dealt out to threads.</summary>
    public long Tasks => _tasks.Count;

    /// <summary>Bytes of scratch memory for each thread.</summary>
    public long ScratchBytes => _plan.ScratchBytes;

    /// <summary>Works out everything that does not depend on the data.</summary>
    /// <param name="threads">The most threads to use; 0 for one a processor.</param>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The tiles do not fit in memory (MCF4051).</exception>
    /// <exception cref="Core.Diagnostics.InternalErrorException">The program breaks the rules of tile programs.</exception>
    public static CpuKernel Prepare(TileProgram program, int threads = 0) => new(program, threads);

    /// <summary>Runs the kernel.</summary>
    /// <param name="buffers">The addresses of the inputs, then of the outputs, in the order of the program.</param>
    /// <exception cref="Core.Diagnostics.DiagnosticException">A gathered index lies outside of its tensor (MCF4050).</exception>
    public void Run(ReadOnlySpan<nint> buffers)
    {
        if (buffers.Length != _buffers)
            throw new ArgumentException($"kernel {Program.Name} takes {_buffers} buffers, not {buffers.Length}", nameof(buffers));
        lock (_oneRun)
        {
            foreach (var frame in _frames)
            {
                ObjectDisposedException.ThrowIf(frame.Scratch is null, this);
                buffers.CopyTo(frame.Base);
                frame.RunNumber++;
            }

            if (Threads > 1) WorkerPool.Shared.Run(this, _tasks.Count, Threads);
            else for (var task = 0L; task < _tasks.Count; task++) _tasks.Run(_frames[0], task);
        }
    }

    /// <summary>The bytes from the first to the last element of an input or output.</summary>
    internal long BytesOf(string tensor) => _plan.Global(tensor).Bytes;

    void ITaskBody.Run(int worker, long task) => _tasks.Run(_frames[worker], task);

    public void Dispose()
    {
        lock (_oneRun)
        {
            foreach (var frame in _frames) frame.Dispose();
        }
    }

    private Frame NewFrame()
    {
        var frame = new Frame(_plan.Axes.Count, _plan.BufferCount, _plan.KeyCount, _plan.ScratchBytes);
        foreach (var (tile, offset) in _plan.Offsets) frame.Base[tile.Slot] = (nint)(frame.Scratch + offset);
        _tasks.Warm(frame);
        return frame;
    }
}
