using System.Diagnostics;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>Keeps two processes of this machine from measuring on one GPU at once. It goes with the process, however that ends.</summary>
internal sealed class GpuLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private GpuLock(FileStream file) => _file = file;

    /// <summary>Waits until no other process has it.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">One keeps it longer than the limit (MCF5301, exit 4).</exception>
    public static GpuLock Take(CudaDevice device, TimeSpan limit) => Take(Path.Combine(Path.GetTempPath(), $"mcfuser-gpu-{device.PciAddress.Replace(':', '-')}.lock"), device.Name, limit);

    public static GpuLock Take(string file, string device, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new GpuLock(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (Stopwatch.GetElapsedTime(started) > limit) throw MeasuringErrors.GpuBusy(device, file, error.Message);
                Thread.Sleep(Pause);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
