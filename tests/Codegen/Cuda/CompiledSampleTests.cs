using MCFuser.Compiler;
using MCFuser.Compiler.Cuda;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>The kernels of every sample go through real compilers for every architecture, and none spills.</summary>
public class CompiledSampleTests
{
    public static TheoryData<string, string> Cases => new(SampleFiles.Kinds.SelectMany(s => new[] { "sm_80", "sm_86", "sm_89", "sm_90" }.Select(a => (s, a))));

    public static TheoryData<string> Samples => [.. SampleFiles.Kinds];

    [Theory]
    [MemberData(nameof(Cases))]
    public void NVRTC_compiles_them_without_spills(string sample, string arch)
    {
        Toolchain.Nvrtc();
        foreach (var package in Build(sample, arch, CudaCompilerKind.Nvrtc))
        {
            Assert.NotNull(package.Compiled.Ptx);
            Assert.NotNull(package.Compiled.Cubin);
            Assert.Empty(package.Compiled.Diagnostics);
            var resources = package.Compiled.Resources!;
            Assert.True(resources is { SpillStores: 0, SpillLoads: 0 }, $"{package.Kernel.Entry} for {arch} spills: {resources}");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Clang_compiles_them(string sample)
    {
        Toolchain.Clang();
        Assert.All(Build(sample, "sm_80", CudaCompilerKind.Clang), package => Assert.NotNull(package.Compiled.Ptx));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Kernel_program_and_text_are_those_of_the_golden_files(string sample)
    {
        var (options, graph) = Read(sample, "sm_80");
        var compilation = Pipeline.Compile(graph, options, TestContext.Current.CancellationToken);
        var kernels = compilation.Kernels.Select(k => MCFuser.Codegen.Cuda.Lowering.KernelLowering.Lower(k.Program, compilation.Device)).ToList();
        Golden.Match($"{sample}/kernel", string.Concat(kernels));
        Golden.Match($"{sample}/cuda", string.Concat(kernels.Select(MCFuser.Codegen.Cuda.Text.KernelText.Function)));
    }

    private static EquatableArray<PackagedCuda> Build(string sample, string arch, CudaCompilerKind compiler)
    {
        var (options, graph) = Read(sample, arch);
        return CudaPackager.Standard.Build(
            Pipeline.Compile(graph, options, TestContext.Current.CancellationToken), new CudaOptions { Compiler = compiler }, TestContext.Current.CancellationToken);
    }

    private static (CompilationOptions Options, MCFuser.Core.Graphs.OperatorGraph Graph) Read(string sample, string arch)
    {
        var options = new CompilationOptions { Target = DeviceKind.Cuda, Architecture = arch };
        return (options, Assert.Single(Pipeline.Read(SampleFiles.Path(sample), options)));
    }
}
