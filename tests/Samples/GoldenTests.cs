using System.Collections.Concurrent;
using MCFuser.Compiler;
using MCFuser.Core.Devices;
using MCFuser.Tests.Support;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tests.Samples;

/// <summary>What every stage makes of the samples, for a device that is the same everywhere.</summary>
public class GoldenTests
{
    private static readonly DeviceSpec _device = new()
    {
        Name = "golden", Kind = DeviceKind.Cpu, Arch = "x64-v3", Processors = 8, ClockGigahertz = 4,
        TeraflopsF16 = 1, TeraflopsBF16 = 1, TeraflopsTF32 = 1, TeraflopsF32 = 1,
        MemoryGigabytesPerSecond = 50, L2GigabytesPerSecond = 200, L2Bytes = 32 << 20, SharedBytesPerBlock = 1 << 20, SharedBytesPerProcessor = 1 << 20,
        RegistersPerProcessor = 16, RegistersPerThread = 16, ThreadsPerProcessor = 1, ThreadsPerBlock = 1, BlocksPerProcessor = 1, ClusterSize = 1,
        LaunchMicroseconds = 1, Source = "made up: golden files must not depend on the machine",
    };

    private static readonly ConcurrentDictionary<string, Compilation> _compiled = new();

    public static TheoryData<string> Chains => [.. SampleFiles.Kinds];

    [Theory]
    [MemberData(nameof(Chains))]
    public void Operator_graph(string sample) => Match(sample, "graph", c => c.Graph.ToString());

    [Theory]
    [MemberData(nameof(Chains))]
    public void Operator_chains(string sample) =>
        Match(sample, "chains", c => string.Concat([.. c.Kernels.Select(k => k.Chain.ToString()), .. c.Plan.Left.Select(l => $"left alone {l.Tensor}: {l.Reason}\n")]));

    [Theory]
    [MemberData(nameof(Chains))]
    public void Placement(string sample) =>
        Match(sample, "placement", c => string.Concat(c.Kernels.SelectMany(k => Placer.Trace(k.Chain, k.Schedule).Select(s => $"{k.Schedule} {s.Pass}: {s.Placement}\n"))));

    [Theory]
    [MemberData(nameof(Chains))]
    public void Tile_program(string sample) => Match(sample, "tile", c => string.Concat(c.Kernels.Select(k => k.Program)));

    private static void Match(string sample, string stage, Func<Compilation, string> print) =>
        Golden.Match($"{sample}/{stage}", print(_compiled.GetOrAdd(sample, Compile)));

    private static Compilation Compile(string sample)
    {
        var options = new CompilationOptions();
        return Pipeline.Compile(Assert.Single(Pipeline.Read(SampleFiles.Path(sample), options)), _device, options);
    }
}
