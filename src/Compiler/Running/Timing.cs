namespace MCFuser.Compiler.Running;

/// <summary>Times of repeated runs in microseconds: the median, the 10th and 90th percentile, and the least.</summary>
public sealed record Timing(double MedianUs, double P10Us, double P90Us, double LeastUs, int Runs)
{
    /// <summary>Percentiles by linear interpolation between the two nearest times.</summary>
    public static Timing Of(IEnumerable<double> microseconds)
    {
        var times = microseconds.Order().ToArray();
        return new Timing(Percentile(times, 0.5), Percentile(times, 0.1), Percentile(times, 0.9), times[0], times.Length);
    }

    private static double Percentile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
