using MCFuser.Codegen.Cuda;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Tests.Compiler.Cuda;

/// <summary>What compilers print becomes coded messages with their lines, and numbers.</summary>
public class CompilerLogTests
{
    private static readonly CudaKernel _kernel = Tests.Codegen.Cuda.Fixtures.Texts.Kernel("k", "");

    [Theory]
    [InlineData("kernel.cu(12): error: identifier \"y\" is undefined", "k/kernel.cu(12,1): error MCF5204: identifier \"y\" is undefined;")]
    [InlineData("kernel.cu(3): catastrophic error: cannot open source file \"x.h\"", "k/kernel.cu(3,1): error MCF5204: cannot open source file \"x.h\";")]
    [InlineData("kernel.cu:12:5: error: use of undeclared identifier 'y'", "k/kernel.cu(12,5): error MCF5204: use of undeclared identifier 'y';")]
    [InlineData("ptxas application ptx input, line 23; error   : Unknown modifier '.bar'", "k/kernel.ptx(23,1): error MCF5204: Unknown modifier '.bar';")]
    [InlineData("ptxas kernel.ptx, line 7; error   : Unknown symbol 'x'", "k/kernel.ptx(7,1): error MCF5204: Unknown symbol 'x';")]
    [InlineData("ptxas fatal   : Ptx assembly aborted due to errors", "k/kernel.ptx: error MCF5204: Ptx assembly aborted due to errors;")]
    [InlineData("nvcc fatal   : Cannot find compiler 'cl.exe' in PATH", "k/kernel.cu: error MCF5204: Cannot find compiler 'cl.exe' in PATH;")]
    [InlineData("the library is out of luck", "k/kernel.cu: error MCF5204: the compiler fails and says only: the library is out of luck;")]
    public void Errors_stand_where_the_compiler_saw_them(string log, string message)
    {
        var error = Assert.Throws<DiagnosticException>(() => Output(log, succeeded: false).Read(_kernel));
        Assert.Equal(ExitCode.Internal, error.ExitCode);
        Assert.StartsWith(message, Assert.Single(error.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernel.cu(8): warning #68-D: integer conversion resulted in a change of sign", "k/kernel.cu(8,1): warning MCF5205: integer conversion resulted in a change of sign;")]
    [InlineData("kernel.cu:8:2: warning: unused variable 'x' [-Wunused]", "k/kernel.cu(8,2): warning MCF5205: unused variable 'x' [-Wunused];")]
    [InlineData("ptxas info    : (C7510) Potential Performance Loss: wgmma.mma_async instructions are serialized due to x", "k/kernel.ptx: warning MCF5205: (C7510) Potential Performance Loss")]
    public void Warnings_do_not_stop(string log, string message)
    {
        var warning = Assert.Single(Output(log).Read(_kernel).Diagnostics);
        Assert.Equal(Severity.Warning, warning.Severity);
        Assert.StartsWith(message, warning.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_failure_only_the_errors_are_told()
    {
        var log = "kernel.cu(1): warning #177-D: x\n  code\n  ^\n\nkernel.cu(2): error: y\n\nkernel.cu(3): error: z\n2 errors detected\n";
        var error = Assert.Throws<DiagnosticException>(() => Output(log, succeeded: false).Read(_kernel));
        Assert.Equal(["y", "z"], error.Diagnostics.Select(d => d.Problem));
    }

    [Theory]
    [InlineData("ptxas         .     ")]
    [InlineData("    ")]
    public void Resources_are_those_of_the_entry(string prefix)
    {
        var log = $"""
            ptxas info    : 166 bytes gmem, 344 bytes cmem[4]
            ptxas info    : Function properties for helper
            {prefix}8 bytes stack frame, 9 bytes spill stores, 9 bytes spill loads
            ptxas info    : Compiling entry function 'k' for 'sm_80'
            ptxas info    : Function properties for k
            {prefix}16 bytes stack frame, 24 bytes spill stores, 32 bytes spill loads
            ptxas info    : Used 135 registers, used 2 barriers, 80 bytes smem, 384 bytes cmem[0], 8 bytes cmem[2]
            ptxas info    : Compile time = 35.108 ms
            """;
        var compiled = Output(log).Read(_kernel);
        Assert.Equal(new KernelResources(135, 24, 32, 16, 80, 384, 2), compiled.Resources);
        Assert.StartsWith(
            "k/kernel.cu: warning MCF5206: a thread spills registers: it writes 24 bytes and reads 32;",
            Assert.Single(compiled.Diagnostics).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_assembler_says_less()
    {
        var log = "ptxas info    : Compiling entry function 'k' for 'sm_80'\nptxas info    : Used 32 registers, 384 bytes cmem[0]\n";
        Assert.Equal(new KernelResources(32, 0, 0, 0, 0, 384, 0), Output(log).Read(_kernel).Resources);
        Assert.Null(Output("").Read(_kernel).Resources);
    }

    private static CompilerOutput Output(string log, bool succeeded = true) => new(succeeded, null, null, log);
}
