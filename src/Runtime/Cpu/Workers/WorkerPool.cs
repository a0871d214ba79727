using System.Runtime.ExceptionServices;

namespace MCFuser.Runtime.Cpu.Workers;

/// <summary>
/// Threads that all kernels of the process share. They spin shortly after a job, so that the next one starts at once, and then sleep.
/// One job runs at a time, and its caller works on it too. A worker that wakes too late finds the job closed: the caller never waits for
/// it.
/// </summary>
internal sealed class WorkerPool
{
    private const int Closed = int.MinValue;

    private readonly Lock _oneJob = new();
    private readonly List<Worker> _workers = [];
    private readonly TaskQueue _queue = new();
    private ITaskBody? _body;
    private int _threads;
    private int _generation;
    private int _entered = Closed;
    private int _left;

    public static WorkerPool Shared { get; } = new();

    /// <summary>
    /// Runs tasks 0 .. count - 1 on at most so many threads, this one included. A failure surfaces here: that of the lowest task that
    /// failed.
    /// </summary>
    public void Run(ITaskBody body, long count, int threads)
    {
        lock (_oneJob)
        {
            threads = (int)Math.Min(threads, count);
            while (_workers.Count < threads - 1) _workers.Add(new Worker(this, _workers.Count + 1));
            (_body, _threads) = (body, threads);
            _queue.Fill(count, threads);
            _left = 0;
            Volatile.Write(ref _entered, 0);
            Interlocked.Increment(ref _generation);
            for (var i = 0; i < threads - 1; i++) _workers[i].Wake();
            _queue.Work(body, 0);
            Close();
            _body = null;
            if (_queue.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Close()
    {
        var entered = Interlocked.Or(ref _entered, Closed);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _left) != entered) spin.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>Takes part in the current job, if it is still open.</summary>
    private void Join(int worker)
    {
        var seen = Volatile.Read(ref _entered);
        while (seen >= 0)
        {
            var previous = Interlocked.CompareExchange(ref _entered, seen + 1, seen);
            if (previous == seen)
            {
                if (worker < _threads) _queue.Work(_body!, worker);
                Interlocked.Increment(ref _left);
                return;
            }

            seen = previous;
        }
    }

    private sealed class Worker
    {
        private const int SpinMicroseconds = 80;

        private readonly WorkerPool _pool;
        private readonly int _number;
        private readonly object _gate = new();
        private bool _asleep;

        public Worker(WorkerPool pool, int number)
        {
            (_pool, _number) = (pool, number);
            new Thread(Loop) { IsBackground = true, Name = $"mcfuser worker {number}" }.Start();
        }

        public void Wake()
        {
            if (!Volatile.Read(ref _asleep)) return;
            lock (_gate) Monitor.Pulse(_gate);
        }

        private void Loop()
        {
            var seen = 0;
            while (true)
            {
                WaitForJob(seen);
                seen = Volatile.Read(ref _pool._generation);
                _pool.Join(_number);
            }
        }

        private void WaitForJob(int seen)
        {
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            while (Volatile.Read(ref _pool._generation) == seen)
            {
                Thread.SpinWait(8);
                if (System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMicroseconds < SpinMicroseconds) continue;
                Sleep(seen);
            }
        }

        private void Sleep(int seen)
        {
            lock (_gate)
            {
                // A full fence on either side: the caller raises the generation before it looks at the flag.
                Interlocked.Exchange(ref _asleep, true);
                while (Volatile.Read(ref _pool._generation) == seen) Monitor.Wait(_gate);
                Volatile.Write(ref _asleep, false);
            }
        }
    }
}
