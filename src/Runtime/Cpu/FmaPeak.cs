using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MCFuser.Runtime.Cpu.Workers;

namespace MCFuser.Runtime.Cpu;

/// <summary>What the multiply-add units of this machine reach when nothing else holds them up: all threads, operands in registers, f32.</summary>
public static class FmaPeak
{
    private const int Chains = 12;

    private const int Steps = 1 << 14;

    private const int TasksPerThread = 8;

    /// <summary>FLOP/s of the fastest of so many short runs of about a millisecond.</summary>
    public static double Measure(int runs = 200)
    {
        var threads = Environment.ProcessorCount;
        var tasks = (long)threads * TasksPerThread;
        var lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;
        var body = new Body();
        var least = double.PositiveInfinity;
        for (var run = 0; run <= runs; run++)
        {
            var before = Stopwatch.GetTimestamp();
            WorkerPool.Shared.Run(body, tasks, threads);
            // The first run wakes the threads.
            if (run > 0) least = Math.Min(least, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        return 2.0 * lanes * Chains * Steps * tasks / least;
    }

    private sealed class Body : ITaskBody
    {
        private float _sink;

        public void Run(int worker, long task)
        {
            var sum = Vector512.IsHardwareAccelerated ? Wide(1e-3f * task) : Narrow(1e-3f * task);
            if (sum < 0) Volatile.Write(ref _sink, sum);
        }

        /// <summary>Accumulators that are locals of their own stay in registers; twelve of them hide the latency of a multiply-add.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Wide(float start)
        {
            var (x, y) = (Vector512.Create(0.5f), Vector512.Create(1f));
            Vector512<float> a, b, c, d, e, f, g, h, i, j, k, l;
            a = b = c = d = e = f = g = h = i = j = k = l = Vector512.Create(start);
            for (var step = 0; step < Steps; step++)
            {
                a = Vector512.FusedMultiplyAdd(a, x, y);
                b = Vector512.FusedMultiplyAdd(b, x, y);
                c = Vector512.FusedMultiplyAdd(c, x, y);
                d = Vector512.FusedMultiplyAdd(d, x, y);
                e = Vector512.FusedMultiplyAdd(e, x, y);
                f = Vector512.FusedMultiplyAdd(f, x, y);
                g = Vector512.FusedMultiplyAdd(g, x, y);
                h = Vector512.FusedMultiplyAdd(h, x, y);
                i = Vector512.FusedMultiplyAdd(i, x, y);
                j = Vector512.FusedMultiplyAdd(j, x, y);
                k = Vector512.FusedMultiplyAdd(k, x, y);
                l = Vector512.FusedMultiplyAdd(l, x, y);
            }

            return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Narrow(float start)
        {
            var (x, y) = (Vector256.Create(0.5f), Vector256.Create(1f));
            Vector256<float> a, b, c, d, e, f, g, h, i, j, k, l;
            a = b = c = d = e = f = g = h = i = j = k = l = Vector256.Create(start);
            for (var step = 0; step < Steps; step++)
            {
                a = Vector256.FusedMultiplyAdd(a, x, y);
                b = Vector256.FusedMultiplyAdd(b, x, y);
                c = Vector256.FusedMultiplyAdd(c, x, y);
                d = Vector256.FusedMultiplyAdd(d, x, y);
                e = Vector256.FusedMultiplyAdd(e, x, y);
                f = Vector256.FusedMultiplyAdd(f, x, y);
                g = Vector256.FusedMultiplyAdd(g, x, y);
                h = Vector256.FusedMultiplyAdd(h, x, y);
                i = Vector256.FusedMultiplyAdd(i, x, y);
                j = Vector256.FusedMultiplyAdd(j, x, y);
                k = Vector256.FusedMultiplyAdd(k, x, y);
                l = Vector256.FusedMultiplyAdd(l, x, y);
            }

            return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }
}
