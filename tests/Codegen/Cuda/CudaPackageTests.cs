using System.Text;
using MCFuser.Codegen.Cuda;
using MCFuser.Codegen.Packages;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Runtime.Packages;
using MCFuser.Tests.Codegen.Cuda.Fixtures;
using MCFuser.Tests.Support;
using RuntimeCodes = MCFuser.Runtime.Packages.PackageCodes;

namespace MCFuser.Tests.Codegen.Cuda;

public class CudaPackageTests
{
    private static readonly GemmChainFixture _fixture = new(2, 100, 72, 40, 80);

    private static readonly KernelResources _resources = new(96, 0, 0, 0, 16, 384, 1);

    private static readonly CompiledCuda _compiled = new(Encoding.UTF8.GetBytes("ptx"), Encoding.UTF8.GetBytes("cubin"), _resources, []);

    [Fact]
    public void The_manifest_says_how_to_launch_the_kernel()
    {
        var manifest = _fixture.Package(_compiled).Manifest;
        Assert.Equal(("gemm_chain", "cuda", "sm_80"), (manifest.Chain, manifest.Target, manifest.Arch));
        Assert.Equal(["A:In", "B:In", "D:In", "E:Out"], manifest.Parameters.Select(p => $"{p.Name}:{p.Direction}"));
        Assert.Equal(["m*k", "k", "1"], manifest.Parameters[0].Strides.Select(s => s.Text));
        var variant = Assert.Single(manifest.Variants);
        Assert.Equal(["m=64", "n=32"], variant.Tiles.Take(2).Select(t => $"{t.Axis}={t.Size}"));
        var launch = Assert.Single(variant.Launches);
        Assert.Equal(("kernel.cubin", "gemm_chain"), (launch.File, launch.Entry));
        Assert.Equal(["ceil(m/64)", "b", "1"], launch.Grid.Select(e => e.Text));
        Assert.Equal(["128", "1", "1"], launch.Block.Select(e => e.Text));
        Assert.Equal(_fixture.Kernel.SharedBytes, launch.SharedBytes!.Evaluate(new Dictionary<string, long>()));
        Assert.Equal(["A", "B", "D", "E"], launch.Args.Select(a => ((ParameterArgument)a).Parameter));
        Assert.Null(launch.Tasks);
    }

    [Theory]
    [InlineData(true, true, true, "kernel.cubin", "kernel.cu kernel.cubin kernel.ptx schedule.txt")]
    [InlineData(false, true, true, "kernel.ptx", "kernel.cu kernel.ptx schedule.txt")]
    [InlineData(false, true, false, "kernel.ptx", "kernel.ptx schedule.txt")]
    [InlineData(false, false, true, "kernel.cu", "kernel.cu schedule.txt")]
    public void A_launch_names_the_best_file_present(bool cubin, bool ptx, bool text, string best, string files)
    {
        var package = _fixture.Package(_compiled with { Cubin = cubin ? _compiled.Cubin : null, Ptx = ptx ? _compiled.Ptx : null }, text);
        Assert.Equal(best, package.Manifest.Variants[0].Launches[0].File);
        Assert.Equal(files.Split(' '), KernelPackageWriter.Manifest(package).Files.Select(f => f.Name));
    }

    [Fact]
    public void The_schedule_is_to_be_read()
    {
        var package = _fixture.Package(_compiled);
        var schedule = Encoding.UTF8.GetString(package.Files.First(f => f.Name == "schedule.txt").Bytes.Span);
        Assert.StartsWith("operator chain gemm_chain", schedule, StringComparison.Ordinal);
        Assert.Contains("\ngrid ceil(m/64), b, 1\nthreads 128\ndynamic shared bytes ", schedule, StringComparison.Ordinal);
        Assert.Contains("\nregisters 96, spill stores 0, spill loads 0,", schedule, StringComparison.Ordinal);
        Assert.EndsWith(_fixture.Compilation.Kernels[0].Program.ToString(), schedule, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_read_back_unless_a_file_was_edited()
    {
        using var folder = new TemporaryFolder();
        var content = _fixture.Package(_compiled);
        KernelPackageWriter.Write(folder.File("p"), content);
        var package = KernelPackageReader.Open(folder.File("p"));
        Assert.Equal(KernelPackageWriter.Manifest(content), package.Manifest);
        Assert.Equal("ptx", Encoding.UTF8.GetString(package.File("kernel.ptx").Span));

        foreach (var file in (string[])["kernel.cubin", "kernel.ptx", "kernel.cu", "schedule.txt"])
        {
            KernelPackageWriter.Write(folder.File("p"), content);
            File.AppendAllText(folder.File($"p/{file}"), " ");
            var error = Assert.Throws<DiagnosticException>(() => KernelPackageReader.Open(folder.File("p")));
            Assert.Equal((ExitCode.InvalidInput, RuntimeCodes.Edited), (error.ExitCode, error.Diagnostics[0].Code));
        }
    }

    [Theory]
    [InlineData("2147483647", "1", "1", true)]
    [InlineData("2147483648", "1", "1", false)]
    [InlineData("1", "65535", "1", true)]
    [InlineData("1", "65536", "1", false)]
    [InlineData("1", "1", "65535", true)]
    [InlineData("1", "b*32768", "1", false)]
    [InlineData("1", "1", "m*m*k", false)]
    public void A_grid_has_limits(string x, string y, string z, bool fits)
    {
        var kernel = _fixture.Kernel with { Grid = [new ManifestExpression(x), new ManifestExpression(y), new ManifestExpression(z)] };
        Check(kernel, _resources, fits, CudaPackageCodes.TooManyBlocks);
    }

    [Fact]
    public void A_block_has_limits()
    {
        var shared = (int)GemmChainFixture.Device.SharedBytesPerBlock;
        Check(_fixture.Kernel with { SharedBytes = shared - 16 }, _resources, true, CudaPackageCodes.TooMuchSharedMemory);
        Check(_fixture.Kernel with { SharedBytes = shared - 15 }, _resources, false, CudaPackageCodes.TooMuchSharedMemory);
        Check(_fixture.Kernel with { SharedBytes = shared }, null, true, CudaPackageCodes.TooMuchSharedMemory);
        Check(_fixture.Kernel with { Threads = 1024 }, _resources with { Registers = 64 }, true, CudaPackageCodes.TooManyThreads);
        Check(_fixture.Kernel with { Threads = 1056 }, _resources with { Registers = 8 }, false, CudaPackageCodes.TooManyThreads);
        Check(_fixture.Kernel with { Threads = 1024 }, _resources with { Registers = 65 }, false, CudaPackageCodes.TooManyThreads);
    }

    private static void Check(CudaKernel kernel, KernelResources? resources, bool fits, string code)
    {
        var (chain, program) = (_fixture.Compilation.Kernels[0].Chain, _fixture.Compilation.Kernels[0].Program);
        PackageContent Build() => CudaPackage.Build(chain, program, kernel, _compiled with { Resources = resources }, true, GemmChainFixture.Device);
        if (fits) Assert.Empty(KernelPackageWriter.Manifest(Build()).Problems());
        else
        {
            var error = Assert.Throws<DiagnosticException>(Build);
            Assert.Equal((ExitCode.NoLegalSchedule, code), (error.ExitCode, error.Diagnostics[0].Code));
        }
    }
}
