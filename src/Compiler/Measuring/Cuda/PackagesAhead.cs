using MCFuser.Search.Measuring;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>Compiles candidates on several threads, in order, while those that are done are measured.</summary>
internal sealed class PackagesAhead : IDisposable
{
    private readonly Dictionary<int, Task<Measurement?>> _tasks = [];
    private readonly CancellationTokenSource _end;
    private readonly SemaphoreSlim _threads;

    /// <param name="numbers">The candidates; one that stands there twice is compiled once.</param>
    /// <param name="build">Compiles one; null, or why it cannot be.</param>
    /// <param name="threads">0 for one a processor.</param>
    public PackagesAhead(IEnumerable<int> numbers, Func<int, Measurement?> build, int threads, CancellationToken cancellation)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _threads = new SemaphoreSlim(threads > 0 ? threads : Environment.ProcessorCount);
        foreach (var number in numbers.Distinct()) _tasks.Add(number, Task.Run(() => Build(number, build), CancellationToken.None));
    }

    /// <summary>Waits until a candidate is compiled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Measurement? Wait(int number) => _tasks[number].GetAwaiter().GetResult();

    public void Dispose()
    {
        _end.Cancel();
        // What is being compiled ends first: it writes into a folder that goes away.
        Task.WhenAll(_tasks.Values).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _end.Dispose();
        _threads.Dispose();
    }

    private async Task<Measurement?> Build(int number, Func<int, Measurement?> build)
    {
        await _threads.WaitAsync(_end.Token);
        try
        {
            return build(number);
        }
        finally
        {
            _threads.Release();
        }
    }
}
