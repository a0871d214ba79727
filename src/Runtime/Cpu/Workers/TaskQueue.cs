namespace MCFuser.Runtime.Cpu.Workers;

/// <summary>
/// Deals tasks out in ascending runs that shrink towards the end: neighbours often share operands, and short last runs balance the load.
/// After a failure no later task starts, but all earlier ones finish, so that the same task fails whatever the number of threads.
/// </summary>
internal sealed class TaskQueue
{
    private readonly Lock _failing = new();
    private long _next;
    private long _end;
    private int _threads;

    /// <summary>What the lowest task that failed threw.</summary>
    public Exception? Failure { get; private set; }

    public void Fill(long count, int threads)
    {
        (_next, _end, _threads, Failure) = (0, count, threads, null);
    }

    public void Work(ITaskBody body, int worker)
    {
        while (TryTake(out var first, out var end))
        {
            for (var task = first; task < end && task < Volatile.Read(ref _end); task++)
            {
                try
                {
                    body.Run(worker, task);
                }
                catch (Exception failure)
                {
                    Fail(task, failure);
                    break;
                }
            }
        }
    }

    private bool TryTake(out long first, out long end)
    {
        first = Volatile.Read(ref _next);
        while (true)
        {
            var remaining = Volatile.Read(ref _end) - first;
            end = first + Math.Max(1, remaining / (2 * _threads));
            if (remaining <= 0) return false;
            var previous = Interlocked.CompareExchange(ref _next, end, first);
            if (previous == first) return true;
            first = previous;
        }
    }

    private void Fail(long task, Exception failure)
    {
        lock (_failing)
        {
            if (task >= _end) return;
            Failure = failure;
            Volatile.Write(ref _end, task);
        }
    }
}
