using MCFuser.Codegen.Cuda;
using MCFuser.Codegen.Interpreter;
using MCFuser.Compiler;
using MCFuser.Core.Devices;
using MCFuser.Core.Tensors;
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
        new(SampleFiles.Kinds.SelectMany(s => new[] { "f16", "bf16", "f32" }.SelectMany(t => Enumerable.Range(0, _extents.Length).Select(i => (s, t, i)))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agree_with_the_oracle(string sample, string type, int extents)
    {
        var text = File.ReadAllText(SampleFiles.Path(sample)).Replace("f16[", $"{type}[", StringComparison.Ordinal);
        var options = new CompilationOptions { Target = DeviceKind.Cuda, Architecture = "sm_80" };
        var own = _extents[extents].Where(e => text[..text.IndexOf('{', StringComparison.Ordinal)].Contains($"{e.Key} = ", StringComparison.Ordinal)).ToDictionary();
        var graph = GraphReader.ReadText(text, "sample.mcf", own).Single();
        Check(Pipeline.Compile(graph, options), PtxSchedule.All[extents]);
    }

    internal static void Check(Compilation compilation, PtxSchedule schedule)
    {
        var graph = compilation.Graph;
        Toolchain.RequireSimulator();
        var compiler = Toolchain.Nvrtc();
        var tensors = RandomInputs.Create(graph, 3);
        var reference = GraphInterpreter.Evaluate(graph, tensors, SliceChooser.Choose(graph, 2e7, 3), TestContext.Current.CancellationToken);
        foreach (var kernel in compilation.Kernels)
        {
            var text = CudaLowering.Lower(kernel.Program, compilation.Device);
            var compiled = compiler.Compile(text, "sm_80", TestContext.Current.CancellationToken);
            var package = CudaPackage.Build(kernel.Chain, kernel.Program, text, compiled, true, compilation.Device);
            var result = PtxSimulator.Run(package, tensors, schedule);
            Assert.True(result.ExitCode == 0, $"{kernel.Program}\n{result.Log}");
            foreach (var (name, output) in result.Outputs!) tensors[name] = output;
        }

        var outputs = graph.Outputs.ToDictionary(o => o.Target.Name, o => tensors[o.Target.Name]);
        var verdict = NumericCheck.Compare(outputs, reference, Tolerances.Of(graph));
        Assert.True(verdict.Passed, $"{verdict}\n{string.Concat(compilation.Kernels.Select(k => k.Program))}");
    }
}
