using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Codegen.Cuda.Lowering;
using MCFuser.Compiler;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>The verifier accepts what the lowering makes and finds what is broken in it.</summary>
public class KernelVerifierTests
{
    private static readonly Lazy<KernelProgram> _attention = new(() => Lower("attention", "m=64,n=64,k=64,h=64"));

    private static readonly Lazy<KernelProgram> _gemms = new(() => Lower("paper/g1", "m=64,n=64,k=32,h=64"));

    [Fact]
    public void Accepts_what_the_lowering_makes()
    {
        Assert.Empty(KernelVerifier.Problems(_attention.Value));
        Assert.Empty(KernelVerifier.Problems(_gemms.Value));
    }

    [Fact]
    public void Finds_a_missing_wait_for_copies() =>
        Finds(_attention.Value with { Body = Without<AwaitCopies>(_attention.Value.Body) }, "reads Q.tile, which is not there for all threads");

    [Fact]
    public void Finds_a_step_that_is_not_acquired() => Finds(_gemms.Value with { Body = Without<AcquireStep>(_gemms.Value.Body) }, "which is not there for all threads");

    [Fact]
    public void Finds_a_wait_that_lets_too_many_groups_go_on()
    {
        var body = _attention.Value.Body.Select(s => s is AwaitCopies wait ? wait with { Pending = wait.Pending + 1 } : s).ToEquatableArray();
        Finds(_attention.Value with { Body = body }, "Q.tile");
    }

    [Fact]
    public void Finds_memory_that_is_taken_while_others_may_read_it()
    {
        var body = _attention.Value.Body.Where(s => s is not Synchronize).ToEquatableArray();
        Finds(_attention.Value with { Body = body }, "takes the memory of a pipeline");
    }

    [Fact]
    public void Finds_tiles_that_overlap()
    {
        var tiles = _attention.Value.Tiles.Select(t => t.Pipeline is null ? t with { Rows = t.Rows * 16 } : t).ToEquatableArray();
        Finds(_attention.Value with { Tiles = tiles }, "overlap in shared memory");
    }

    [Fact]
    public void Finds_shared_memory_that_is_too_small() => Finds(_attention.Value with { SharedBytes = 1024 }, "ends beyond 1024 bytes");

    [Fact]
    public void Finds_operands_that_do_not_fit()
    {
        var registers = _attention.Value.Registers.Select(r => r is OperandRegisters o ? o with { Depth = o.Depth + 16 } : r).ToEquatableArray();
        Finds(_attention.Value with { Registers = registers }, "does not fit");
    }

    [Fact]
    public void Finds_registers_that_were_never_set() => Finds(_attention.Value with { Body = Without<StartSoftmax>(_attention.Value.Body) }, "before it is set");

    [Fact]
    public void Finds_names_that_are_not_declared() => Finds(_attention.Value with { Registers = [.. _attention.Value.Registers.Skip(1)] }, "which is not declared");

    [Fact]
    public void Finds_a_tile_that_is_written_while_others_may_read_it()
    {
        var kernel = Lower("linear_attention", null);
        Finds(kernel with { Body = Without<Synchronize>(kernel.Body) }, "not there for all threads");
    }

    private static void Finds(KernelProgram kernel, string problem) => Assert.Contains(KernelVerifier.Problems(kernel), p => p.Contains(problem, StringComparison.Ordinal));

    private static EquatableArray<KernelStatement> Without<T>(EquatableArray<KernelStatement> body) =>
        body.Where(s => s is not T).Select(s => s is KernelLoop loop ? loop with { Body = Without<T>(loop.Body) } : s).ToEquatableArray();

    private static KernelProgram Lower(string sample, string? tiles)
    {
        var options = new CompilationOptions { Target = DeviceKind.Cuda, Architecture = "sm_80", Tiles = tiles, Splits = SplitUse.None };
        var compilation = Pipeline.Compile(Assert.Single(Pipeline.Read(SampleFiles.Path(sample), options)), options, TestContext.Current.CancellationToken);
        return KernelLowering.Lower(Assert.Single(compilation.Kernels).Program, compilation.Device);
    }
}
