using MCFuser.Compiler;
using MCFuser.Core.Devices;

namespace MCFuser.Cli.Json;

/// <summary>What <c>devices --json</c> prints: the CPU at hand first, then the catalogue; <c>gpus</c> are those at hand, and <c>noGpu</c> says why there is none.</summary>
internal sealed record DevicesJson(int Schema, IEnumerable<DeviceSpec> Devices, IEnumerable<GpuJson> Gpus, string? NoGpu)
{
    public static DevicesJson Of(IEnumerable<DeviceSpec> devices, GpusAtHand gpus) => new(JsonOutput.Schema, devices, gpus.Gpus.Select(GpuJson.Of), gpus.NoneBecause);
}

/// <summary><c>driver</c> is the CUDA version that the driver knows, 13000 for 13.0.</summary>
internal sealed record GpuJson(int Number, string Name, string PciAddress, long MemoryBytes, int Driver, DeviceSpec Device)
{
    public static GpuJson Of(GpuAtHand gpu) => new(gpu.Number, gpu.Name, gpu.PciAddress, gpu.MemoryBytes, gpu.Driver, gpu.Device);
}
