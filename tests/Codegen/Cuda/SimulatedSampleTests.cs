using MCFuser.Compiler;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Devices;
using MCFuser.Frontend;
using MCFuser.Tests.Codegen.Cuda.Simulation;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>The kernels of every sample, compiled by NVRTC and executed by the PTX simulator with all its checks, against the oracle.</summary>
public class SimulatedSampleTests
{
    /// <summary>Extents that no tile divides, and 1; heads and groups are few.</summary>
    private static readonly Dictionary<string, long>[] _extents =
    [
        new() { ["m"] = 128, ["n"] = 192, ["k"] = 64, ["h"] = 64, ["p"] = 64, ["b"] = 2, ["a"] = 1, ["g"] = 2, ["r"] = 2 },
        new() { ["m"] = 197, ["n"] = 77, ["k"] = 80, ["h"] = 80, ["p"] = 17, ["b"] = 1, ["a"] = 2, ["g"] = 1, ["r"] = 2 },
        new() { ["m"] = 1, ["n"] = 257, ["k"] = 77, ["h"] = 1, ["p"] = 1, ["b"] = 2, ["a"] = 1, ["g"] = 1, ["r"] = 1 },
        new() { ["m"] = 77, ["n"] = 1, ["k"] = 1, ["h"] = 197, ["p"] = 80, ["b"] = 1, ["a"] = 1, ["g"] = 1, ["r"] = 1 },
    ];

    public static TheoryData<string, string, int> Cases =>
        new(SampleFiles.Kinds.SelectMany(s => new[] { ("f16", 0), ("f16", 1), ("f16", 2), ("f16", 3), ("bf16", 1), ("f32", 3) }.Select(c => (s, c.Item1, c.Item2))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agree_with_the_oracle(string sample, string type, int extents)
    {
        var text = Repository.ReadText($"samples/{sample}.mcf").Replace("f16[", $"{type}[", StringComparison.Ordinal);
        var header = text[..text.IndexOf('{', StringComparison.Ordinal)];
        var own = _extents[extents].Where(e => header.Contains($"{e.Key} = ", StringComparison.Ordinal)).ToDictionary();
        var graph = Assert.Single(GraphReader.ReadText(text, "sample.mcf", own));
        var options = new CompilationOptions { Target = DeviceKind.Cuda, Architecture = "sm_80" };
        var compilation = Pipeline.Compile(graph, options, TestContext.Current.CancellationToken);
        new SimulatedGraph(compilation, CudaPackager.Standard).Check([PtxSchedule.All[extents]]);
    }
}
