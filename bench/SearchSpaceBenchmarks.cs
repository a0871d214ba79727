using BenchmarkDotNet.Attributes;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Tiling.Rules;

namespace MCFuser.Bench;

/// <summary>Enumerating the tiling expressions of a shape of the paper and applying the four rules, on an A100.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class SearchSpaceBenchmarks
{
    private OperatorChain _chain = null!;
    private DeviceSpec _device = null!;

    public static IEnumerable<string> Shapes => Enumerable.Range(1, 12).Select(i => $"g{i}").Concat(Enumerable.Range(1, 9).Select(i => $"s{i}"));

    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Read()
    {
        var samples = Environment.GetEnvironmentVariable("MCFUSER_SAMPLES") ?? throw new InvalidOperationException("bench/run sets MCFUSER_SAMPLES");
        var graph = GraphReader.ReadFile(Path.Combine(samples, "paper", $"{Shape}.mcf"))[0];
        _chain = ChainFinder.Find(graph, FusionMode.Always).Kernels[0];
        _device = DeviceCatalog.Find("a100");
    }

    [Benchmark]
    public SearchSpace Prune() => SearchSpace.Prune(_chain, _device);
}
