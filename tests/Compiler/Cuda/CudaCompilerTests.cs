using System.Text;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda.Nvrtc;
using MCFuser.Tests.Codegen.Cuda;
using MCFuser.Tests.Codegen.Cuda.Fixtures;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Compiler.Cuda;

public class CudaCompilerTests
{
    private static readonly GemmChainFixture _chain = new(1, 128, 64, 64, 64);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_86")]
    [InlineData("sm_89")]
    [InlineData("sm_90")]
    [InlineData("sm_90a")]
    public void NVRTC_gives_PTX_machine_code_and_resources(string arch)
    {
        var compiled = Toolchain.Nvrtc().Compile(_chain.Kernel, arch, Cancellation);
        Assert.Contains($".target {arch}", Encoding.UTF8.GetString(compiled.Ptx!.Value.Span), StringComparison.Ordinal);
        Assert.DoesNotContain((byte)0, compiled.Ptx.Value.ToArray());
        Assert.Equal("\u007fELF", Encoding.ASCII.GetString(compiled.Cubin!.Value.Span[..4]));
        Assert.InRange(compiled.Resources!.Registers, 32, 255);
        Assert.Equal((false, 0, 1), (compiled.Resources.Spills, compiled.Resources.SharedBytes, compiled.Resources.Barriers));
        Assert.Empty(compiled.Diagnostics);
    }

    [Fact]
    public void The_same_text_gives_the_same_bytes()
    {
        var compiler = Toolchain.Nvrtc();
        var (first, second) = (compiler.Compile(_chain.Kernel, "sm_80", Cancellation), compiler.Compile(_chain.Kernel, "sm_80", Cancellation));
        Assert.Equal(first.Ptx!.Value.ToArray(), second.Ptx!.Value.ToArray());
        Assert.Equal(first.Cubin!.Value.ToArray(), second.Cubin!.Value.ToArray());
    }

    [Theory]
    [InlineData("sm_999")]
    [InlineData("sm_81")]
    [InlineData("compute_80")]
    [InlineData("sm_80 --bogus")]
    public void NVRTC_does_not_take_an_unknown_architecture(string arch)
    {
        var compiler = Toolchain.Nvrtc();
        var error = Assert.Throws<DiagnosticException>(() => compiler.Compile(_chain.Kernel, arch, Cancellation));
        Assert.Equal((ExitCode.DeviceMissing, NvrtcCodes.ArchitectureUnknown), (error.ExitCode, error.Diagnostics[0].Code));
        Assert.Contains("sm_80", error.Diagnostics[0].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Clang_gives_PTX_alone()
    {
        var compiled = Toolchain.Clang().Compile(_chain.Kernel, "sm_86", Cancellation);
        Assert.Contains(".target sm_86", Encoding.UTF8.GetString(compiled.Ptx!.Value.Span), StringComparison.Ordinal);
        Assert.Equal((null, null), (compiled.Cubin, compiled.Resources));
        var error = Assert.Throws<DiagnosticException>(() => Toolchain.Clang().Compile(_chain.Kernel, "sm_999", Cancellation));
        Assert.Equal((ExitCode.DeviceMissing, CudaCompilerCodes.ArchitectureUnknown), (error.ExitCode, error.Diagnostics[0].Code));
    }

    [Fact]
    public void Clang_knows_what_kernels_use()
    {
        var text = """
            extern "C" __global__ void __launch_bounds__(128) k(float* x, int* y, unsigned* z) {
                __shared__ float s[128];
                const int i = blockIdx.x * blockDim.x + threadIdx.x + gridDim.y;
                s[threadIdx.x] = x[i];
                __syncthreads(); __syncwarp(); __threadfence(); __threadfence_block();
                float v = s[127 - threadIdx.x];
                v += __shfl_xor_sync(~0u, v, 1) + __shfl_sync(~0u, v, 3) + __shfl_up_sync(~0u, v, 1) + __shfl_down_sync(~0u, v, 1);
                y[i] = __any_sync(~0u, v > 0) + __all_sync(~0u, v > 0) + (int)__ballot_sync(~0u, v > 1) + min(i, 3) + max(i, 2);
                *(float4*)(x + 4 * i) = make_float4(1, 2, 3, v);
                const uint2 u = make_uint2(1, 2);
                z[i] = u.x + __float_as_uint(v) + atomicAdd(z, 1u) + (unsigned)__cvta_generic_to_shared(s);
                x[i] = fmaf(v, 2.f, fmaxf(v, fminf(v, 1.f))) + __fdividef(v, 3.f) + fabsf(v) + sqrtf(v) + floorf(v) + __ldg(x + i) + __uint_as_float(3u);
            }
            """;
        var ptx = Encoding.UTF8.GetString(Toolchain.Clang().Compile(Texts.Kernel("k", text), "sm_80", Cancellation).Ptx!.Value.Span);
        foreach (var word in (string[])["shfl.sync.bfly", "shfl.sync.up", "vote.sync.ballot", "membar.gl", "bar.warp.sync", "bar.sync", "sqrt.rn", "atom.global.add", "st.global.v4"])
            Assert.Contains(word, ptx, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", "identifier \"y\" is undefined", "undeclared identifier 'y'")]
    [InlineData("x[1])", "expected a \";\"", "extraneous ')'")]
    public void A_text_with_errors_is_told_by_its_lines(string wrong, string nvrtc, string clang)
    {
        var kernel = Texts.Kernel("k", $"extern \"C\" __global__ void k(float* x) {{\n  x[0] = {wrong};\n}}\n");
        Check(Toolchain.Nvrtc(), nvrtc);
        Check(Toolchain.Clang(), clang);

        void Check(ICudaCompiler compiler, string problem)
        {
            var error = Assert.Throws<DiagnosticException>(() => compiler.Compile(kernel, "sm_80", Cancellation));
            Assert.Equal(ExitCode.Internal, error.ExitCode);
            Assert.Contains(error.Diagnostics, d => d.Code == CudaCompilerCodes.TextRefused && d.Span?.Line == 2 && d.File == "k/kernel.cu" && d.Problem.Contains(problem, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Wrong_assembly_is_told_too()
    {
        var kernel = Texts.Kernel("k", "extern \"C\" __global__ void k(float* x) { asm volatile(\"foo.bar;\"); }");
        var error = Assert.Throws<DiagnosticException>(() => Toolchain.Nvrtc().Compile(kernel, "sm_80", Cancellation));
        Assert.Contains(error.Diagnostics, d => d is { File: "k/kernel.ptx", Span.Line: > 1 } && d.Problem.Contains("'foo'", StringComparison.Ordinal));
    }

    [Fact]
    public void Spills_are_a_warning()
    {
        var compiled = Toolchain.Nvrtc().Compile(Texts.Kernel("k", Texts.Spilling), "sm_80", Cancellation);
        Assert.True(compiled.Resources!.SpillStores > 0);
        var warning = Assert.Single(compiled.Diagnostics);
        Assert.Equal((CudaCompilerCodes.Spills, Severity.Warning), (warning.Code, warning.Severity));
    }

    [Fact]
    public void Several_kernels_compile_side_by_side_in_order()
    {
        var compiler = Toolchain.Nvrtc();
        var kernels = Enumerable.Range(0, 8).Select(i => Texts.Kernel($"k{i}", $"extern \"C\" __global__ void k{i}(float* x) {{ x[{i}] = {i}; }}")).ToList();
        var compiled = compiler.CompileAll(kernels, "sm_80", Cancellation);
        Assert.All(compiled.Zip(kernels), p => Assert.Contains($".entry {p.Second.Entry}(", Encoding.UTF8.GetString(p.First.Ptx!.Value.Span), StringComparison.Ordinal));

        foreach (var i in (int[])[2, 5]) kernels[i] = kernels[i] with { Text = "broken" };
        var error = Assert.Throws<DiagnosticException>(() => compiler.CompileAll(kernels, "sm_80", Cancellation));
        Assert.Equal(["k2/kernel.cu", "k5/kernel.cu"], error.Diagnostics.Select(d => d.File).Distinct());
    }

    [Fact]
    public void A_cancelled_compilation_stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Toolchain.Nvrtc().CompileAll([_chain.Kernel], "sm_80", stop.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => Toolchain.Clang().Compile(_chain.Kernel, "sm_80", stop.Token));
    }

    [Fact]
    public void Nvcc_makes_PTX_and_then_machine_code()
    {
        using var tool = new FakeNvcc();
        var compiled = new NvccCompiler(tool.Program).Compile(_chain.Kernel, "sm_86", Cancellation);
        Assert.Equal(("the ptx", "the cubin"), (Encoding.UTF8.GetString(compiled.Ptx!.Value.Span), Encoding.UTF8.GetString(compiled.Cubin!.Value.Span)));
        Assert.Equal(77, compiled.Resources!.Registers);
        Assert.Equal(["-arch=sm_86 -ptx kernel.cu", "-arch=sm_86 -cubin kernel.ptx"], tool.Calls.Select(FakeNvcc.Essence));
        Assert.Contains("--std=c++17", tool.Calls[0], StringComparison.Ordinal);
        Assert.Contains("-Xptxas=-v", tool.Calls[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nvcc_refuses_an_unknown_architecture_and_a_bad_text()
    {
        using var tool = new FakeNvcc();
        var compiler = new NvccCompiler(tool.Program);
        var unknown = Assert.Throws<DiagnosticException>(() => compiler.Compile(_chain.Kernel, "sm_999", Cancellation));
        Assert.Equal((ExitCode.DeviceMissing, CudaCompilerCodes.ArchitectureUnknown), (unknown.ExitCode, unknown.Diagnostics[0].Code));
        var bad = Assert.Throws<DiagnosticException>(() => compiler.Compile(Texts.Kernel("gemm_chain", "broken"), "sm_80", Cancellation));
        Assert.Equal(("gemm_chain/kernel.cu", 1), (bad.Diagnostics[0].File, bad.Diagnostics[0].Span!.Value.Line));
    }

    [Fact]
    public void Programs_are_found_in_the_toolkit_first()
    {
        using var folder = new TemporaryFolder();
        foreach (var place in (string[])["toolkit/bin", "path"])
        {
            Directory.CreateDirectory(folder.File(place));
            folder.Write($"{place}/tool", "");
        }

        var environment = new Dictionary<string, string> { ["CUDA_PATH"] = folder.File("toolkit"), ["PATH"] = $"{folder.File("nowhere")}:{folder.File("path")}" };
        var search = new ToolSearch(environment.GetValueOrDefault);
        Assert.Equal(folder.File("toolkit/bin/tool"), search.Find("other", "tool"));
        environment.Remove("CUDA_PATH");
        Assert.Equal(folder.File("path/tool"), search.Find("other", "tool"));
        Assert.Null(search.Find("other"));
    }

    /// <summary>A script that writes down how it was called, and answers as nvcc does.</summary>
    private sealed class FakeNvcc : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public FakeNvcc()
        {
            Program = _folder.Write("nvcc", $$"""
                #!/bin/sh
                echo "$*" >> {{_folder.File("calls")}}
                case "$*" in
                  *sm_999*) echo "nvcc fatal   : Unsupported gpu architecture 'sm_999'" >&2; exit 1;;
                  *-cubin*) printf 'the cubin' > kernel.cubin
                    echo "ptxas info    : Compiling entry function 'gemm_chain' for 'sm_86'"; echo "ptxas info    : Used 77 registers";;
                  *) grep -q __global__ kernel.cu || { echo 'kernel.cu(1): error: this declaration has no storage class' >&2; exit 2; }
                    printf 'the ptx' > kernel.ptx;;
                esac
                """.ReplaceLineEndings("\n"));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        public string Program { get; }

        public string[] Calls => File.ReadAllLines(_folder.File("calls"));

        /// <summary>Architecture, kind and source of a call.</summary>
        public static string Essence(string call)
        {
            var words = call.Split(' ');
            return $"{words.First(w => w.StartsWith("-arch", StringComparison.Ordinal))} {words.First(w => w is "-ptx" or "-cubin")} {words[^1]}";
        }

        public void Dispose() => _folder.Dispose();
    }
}
