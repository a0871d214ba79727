using System.Globalization;
using MCFuser.Compiler;

namespace MCFuser.Cli.Text;

/// <summary>What <c>devices</c> says of the GPUs at hand.</summary>
internal static class GpuText
{
    public static IEnumerable<string> Lines(GpusAtHand gpus) =>
        gpus.NoneBecause is { } reason ? [$"no GPU at hand: {reason}"] : gpus.Gpus.Select(Line);

    private static string Line(GpuAtHand gpu) => string.Create(
        CultureInfo.InvariantCulture,
        $"GPU {gpu.Number} at hand: {gpu.Name} ({gpu.Device.Arch}, {gpu.Device.Processors} SMs, {gpu.MemoryBytes / (double)(1 << 30):0.0} GiB, driver for CUDA {gpu.Driver / 1000}.{gpu.Driver % 1000 / 10})");
}
