using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Runtime.Cuda;

/// <summary>
/// Times work on a GPU: a recorded graph of many copies of it, replayed between two events, so that the host's part is left out. Cold, each copy stands behind one
/// that fills twice the L2 cache, and the time of a graph of nothing but fills is taken off.
/// </summary>
public sealed class DeviceTimer : IDisposable
{
    private readonly CudaStream _stream;
    private readonly TimeSpan _limit;
    private readonly CudaEvent? _start, _end;
    private readonly DeviceMemory? _flush;
    private readonly CudaGraph? _flushes;

    /// <param name="stream">Where the work runs.</param>
    /// <param name="cold">Whether the inputs come from memory, not from L2.</param>
    /// <param name="copies">Of the work in a graph.</param>
    /// <param name="limit">How long a replay may take.</param>
    public DeviceTimer(CudaStream stream, bool cold, int copies, TimeSpan limit)
    {
        (_stream, Copies, _limit) = (stream, copies, limit);
        try
        {
            _start = stream.Device.NewEvent();
            _end = stream.Device.NewEvent();
            if (!cold) return;
            _flush = stream.Allocate(2L * stream.Device.Attribute(DeviceAttribute.L2Bytes));
            _flushes = Record(() => { });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Copies { get; }

    /// <summary>Runs the work once by itself, which loads what is loaded late, then records it.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The work fails or does not end (MCF4304 to MCF4310).</exception>
    public CudaGraph Record(Action work)
    {
        work();
        _stream.Wait(_limit);
        return _stream.Capture(() =>
        {
            for (var i = 0; i < Copies; i++)
            {
                if (_flush is not null) _stream.Fill(_flush, (byte)i);
                work();
            }
        });
    }

    /// <summary>Microseconds of one copy.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The work fails or does not end (MCF4304 to MCF4310).</exception>
    public double Measure(CudaGraph graph) => Math.Max(0, Replay(graph) - (_flushes is null ? 0 : Replay(_flushes))) / Copies;

    public void Dispose()
    {
        _flushes?.Dispose();
        _flush?.Dispose();
        _end?.Dispose();
        _start?.Dispose();
    }

    private double Replay(CudaGraph graph)
    {
        _start!.Record(_stream);
        graph.Launch(_stream);
        _end!.Record(_stream);
        _stream.Wait(_limit);
        return _end.MicrosecondsSince(_start);
    }
}
