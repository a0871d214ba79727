using MCFuser.Codegen.Cuda;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Diagnostics;
using MCFuser.Tests.Codegen.Cuda;
using MCFuser.Tests.Codegen.Cuda.Fixtures;

namespace MCFuser.Tests.Compiler.Cuda;

public class CudaPackagerTests
{
    private static readonly GemmChainFixture _fixture = new(1, 128, 64, 64, 64);

    [Theory]
    [InlineData(null, "kernel.cubin kernel.ptx kernel.cu schedule.txt")]
    [InlineData(CudaFiles.Cubin, "kernel.cubin schedule.txt")]
    [InlineData(CudaFiles.Cu | CudaFiles.Ptx, "kernel.ptx kernel.cu schedule.txt")]
    public void Packs_what_is_asked_for(CudaFiles? emit, string files)
    {
        Toolchain.Nvrtc();
        var package = Build(new CudaOptions { Emit = emit });
        Assert.Equal(files.Split(' '), package.Content.Files.Select(f => f.Name));
        Assert.NotNull(package.Compiled.Resources);
    }

    [Theory]
    [InlineData(CudaCompilerKind.None, null)]
    [InlineData(CudaCompilerKind.Nvcc, CudaFiles.Cu)]
    public void The_text_alone_needs_no_compiler(CudaCompilerKind compiler, CudaFiles? emit)
    {
        var package = Build(new CudaOptions { Compiler = compiler, Emit = emit });
        Assert.Equal(["kernel.cu", "schedule.txt"], package.Content.Files.Select(f => f.Name));
        Assert.Equal(CompiledCuda.None, package.Compiled);
    }

    [Fact]
    public void Clang_leaves_machine_code_out()
    {
        Toolchain.Clang();
        Assert.Equal(["kernel.ptx", "kernel.cu", "schedule.txt"], Build(new CudaOptions { Compiler = CudaCompilerKind.Clang }).Content.Files.Select(f => f.Name));
    }

    [Theory]
    [InlineData(CudaCompilerKind.None, CudaFiles.Ptx, "--cuda-compiler none makes no ptx")]
    [InlineData(CudaCompilerKind.None, CudaFiles.Cu | CudaFiles.Ptx | CudaFiles.Cubin, "--cuda-compiler none makes no ptx, cubin")]
    [InlineData(CudaCompilerKind.Clang, CudaFiles.Ptx | CudaFiles.Cubin, "--cuda-compiler clang makes no cubin")]
    public void A_compiler_is_not_asked_for_what_it_does_not_make(CudaCompilerKind compiler, CudaFiles emit, string problem)
    {
        var error = Assert.Throws<DiagnosticException>(() => Build(new CudaOptions { Compiler = compiler, Emit = emit }));
        Assert.Equal((ExitCode.DeviceMissing, CudaCompilerCodes.OutputUnavailable, problem), (error.ExitCode, error.Diagnostics[0].Code, error.Diagnostics[0].Problem));
    }

    private static PackagedCuda Build(CudaOptions options) =>
        Assert.Single(new CudaPackager(_fixture.Lower).Build(_fixture.Compilation, options, TestContext.Current.CancellationToken));
}
