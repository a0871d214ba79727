using MCFuser.Core.Devices;
using MCFuser.Frontend.Chains;
using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class VerdictTests
{
    /// <summary>Ridge points of 100 (f16), 50 (bf16) and 10 (f32) FLOP per byte.</summary>
    private static readonly DeviceSpec Device = new()
    {
        Name = "test", Kind = DeviceKind.Cuda, Arch = "sm_80", Processors = 1, ClockGigahertz = 1, TeraflopsF16 = 100, TeraflopsBF16 = 50,
        TeraflopsTF32 = 20, TeraflopsF32 = 10, MemoryGigabytesPerSecond = 1000, L2GigabytesPerSecond = 1000, L2Bytes = 1,
        SharedBytesPerBlock = 1, SharedBytesPerProcessor = 1, RegistersPerProcessor = 1, RegistersPerThread = 1, ThreadsPerProcessor = 1,
        ThreadsPerBlock = 1, BlocksPerProcessor = 1, ClusterSize = 1, LaunchMicroseconds = 1, Source = "none",
    };

    [Fact]
    public void Each_contraction_of_attention_is_bound_by_memory()
    {
        var verdicts = Verdict.Of(Assert.Single(ChainFinder.Find(SelfAttention(8, 512, 512, 64, 64), FusionMode.Always).Kernels), Device);
        const double flops = 2.0 * 8 * 512 * 512 * 64;
        const double bytes = 2.0 * 8 * ((512 * 64 * 2) + (512 * 512));
        Assert.Equal([new Verdict("S", flops, bytes, flops / bytes, 100), new Verdict("O", flops, bytes, flops / bytes, 100)], verdicts);
        Assert.All(verdicts, v => Assert.True(v.IsMemoryBound));
    }

    [Theory]
    [InlineData("f16", 100, true)]
    [InlineData("bf16", 50, false)]
    [InlineData("f32", 10, false)]
    public void The_ridge_is_that_of_the_operand_type(string type, double ridge, bool isMemoryBound)
    {
        var verdict = Assert.Single(Verdict.Of(Kernel("m = 256, n = 256, k = 256", $$"""
            input A: {{type}}[m, k]
            input B: {{type}}[k, n]
            output C: {{type}}[m, n] = sum[k](A[m, k] * B[k, n])
            """), Device));
        Assert.Equal(ridge, verdict.Ridge);
        Assert.Equal(isMemoryBound, verdict.IsMemoryBound);
        Assert.Equal(256 * 2 / 3.0 / (type == "f32" ? 4 : 2), verdict.Intensity);
    }

    [Fact]
    public void Operands_of_two_types_are_multiplied_in_f32() =>
        Assert.Equal(10, Assert.Single(Verdict.Of(Kernel("m = 16, n = 16, k = 16", """
        input A: f16[m, k]
        input B: bf16[k, n]
        output C: f16[m, n] = sum[k](A[m, k] * B[k, n])
        """), Device)).Ridge);
}
