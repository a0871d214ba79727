using MCFuser.Core.Graphs;
using MCFuser.Frontend.Chains;
using static MCFuser.Tests.Frontend.Chains.SampleGraphs;

namespace MCFuser.Tests.Frontend.Chains;

public class WorkloadTests
{
    [Theory]
    [InlineData(1, 512, 256, 64, 64, 33.6, 704, 192)]
    [InlineData(1, 512, 512, 256, 256, 268, 2048, 1024)]
    [InlineData(1, 512, 512, 1024, 256, 671, 3584, 2560)]
    [InlineData(1, 2048, 512, 128, 128, 537, 5376, 1280)]
    [InlineData(8, 1024, 1024, 128, 128, 4295, 40960, 8192)]
    public void Gemm_chains(int b, int m, int n, int k, int h, double megaflops, double unfused, double fused) =>
        Check(GemmChain(b, m, n, k, h), megaflops, unfused, fused);

    [Theory]
    [InlineData(8, 512, 512, 64, 64, 537, 10240, 2048)]
    [InlineData(16, 512, 512, 64, 64, 1074, 20480, 4096)]
    [InlineData(16, 256, 256, 80, 80, 336, 6656, 2560)]
    [InlineData(1, 1024, 512, 64, 64, 134, 2432, 384)]
    public void Self_attention(int b, int m, int n, int k, int h, double megaflops, double unfused, double fused) =>
        Check(SelfAttention(b, m, n, k, h), megaflops, unfused, fused);

    [Fact]
    public void Each_kernel_of_the_unfused_form_moves_its_own_tensors()
    {
        var graph = SelfAttention(8, 512, 512, 64, 64);
        Assert.Equal(2048 + 4 * 4096, Workload.Of(ChainFinder.Find(graph, FusionMode.Never)).Bytes / 1024);
    }

    [Fact]
    public void Maps_between_contractions_add_no_traffic()
    {
        // X, U, b, D, Y once and H twice, all in f16.
        var graph = Read("m = 128, k = 64, n = 256, h = 32", """
            input X: f16[m, k]
            input U: f16[k, n]
            input b: f16[n]
            input D: f16[n, h]
            H[m, n] = gelu(sum[k](X[m, k] * U[k, n]) + b[n])
            output Y: f16[m, h] = sum[n](H[m, n] * D[n, h])
            """);
        Assert.Equal(2 * ((128 * 64) + (64 * 256) + 256 + (256 * 32) + (128 * 32) + (2 * 128 * 256)), Workload.Unfused(graph).Bytes);
        Assert.Equal(2.0 * 128 * 256 * (64 + 32), Workload.Unfused(graph).Flops);
    }

    [Fact]
    public void A_symbol_counts_as_its_largest_extent()
    {
        const string lines = """
            input A: f32[m, k]
            input B: f32[k, n]
            output C: f32[m, n] = sum[k](A[m, k] * B[k, n])
            """;
        Assert.Equal(Workload.Of(Kernel("m = 100, k = 8, n = 8", lines)), Workload.Of(Kernel("m = 1..100, k = 8, n = 8", lines)));
    }

    private static void Check(OperatorGraph graph, double megaflops, double unfused, double fused)
    {
        var work = Workload.Of(ChainFinder.Find(graph, FusionMode.Always));
        Assert.Equal(megaflops, work.Flops / 1e6, tolerance: 0.5);
        Assert.Equal(fused, work.Bytes / 1024);
        Assert.Equal(work.Flops / work.Bytes, work.Intensity);
        Assert.Equal(new Workload(work.Flops, unfused * 1024), Workload.Unfused(graph));
    }
}
