using System.Diagnostics;

namespace MCFuser.Compiler.Running;

/// <summary>Times forms of one computation in turns, A, B, A, B, so that a disturbance meets all of them alike.</summary>
public static class InterleavedTimer
{
    /// <summary>A warm-up of each, then at least one timed run of each, until the budget or the runs are used up.</summary>
    public static IReadOnlyList<Timing> Measure(IReadOnlyList<Action> forms, TimeSpan budget, CancellationToken cancellation, int maximumRuns = 20)
    {
        foreach (var form in forms)
        {
            cancellation.ThrowIfCancellationRequested();
            form();
        }

        var times = forms.Select(_ => new List<double>()).ToList();
        var started = Stopwatch.StartNew();
        do
        {
            foreach (var (form, list) in forms.Zip(times))
            {
                cancellation.ThrowIfCancellationRequested();
                var before = Stopwatch.GetTimestamp();
                form();
                list.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
            }
        }
        while (times[0].Count < maximumRuns && started.Elapsed < budget);
        return [.. times.Select(Timing.Of)];
    }
}
