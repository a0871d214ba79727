using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;

namespace MCFuser.Tests.Tiling;

/// <summary>The chains that the tests of this folder speak of, and candidates written the short way.</summary>
internal static class Chains
{
    public static OperatorChain TwoGemms(int m = 1024, int n = 1024, int k = 512, int h = 512) => Parse($$"""
        chain two(m = {{m}}, n = {{n}}, k = {{k}}, h = {{h}}) {
          input A: f16[m, k]
          input B: f16[k, n]
          input D: f16[n, h]
          C[m, n] = sum[k](A[m, k] * B[k, n])
          output E: f16[m, h] = sum[n](C[m, n] * D[n, h])
        }
        """);

    public static OperatorChain ThreeGemms() => Parse("""
        chain three(m = 64, n = 64, k = 64, h = 64, p = 64) {
          input A: f16[m, k]
          input B: f16[k, n]
          input D: f16[n, h]
          input F: f16[h, p]
          C[m, n] = sum[k](A[m, k] * B[k, n])
          E[m, h] = sum[n](C[m, n] * D[n, h])
          output G: f16[m, p] = sum[h](E[m, h] * F[h, p])
        }
        """);

    public static OperatorChain FourGemms() => Parse("""
        chain four(m = 64, n = 64, k = 64, h = 64, p = 64, q = 64) {
          input A: f16[m, k]
          input B: f16[k, n]
          input D: f16[n, h]
          input F: f16[h, p]
          input H: f16[p, q]
          C[m, n] = sum[k](A[m, k] * B[k, n])
          E[m, h] = sum[n](C[m, n] * D[n, h])
          G[m, p] = sum[h](E[m, h] * F[h, p])
          output J: f16[m, q] = sum[p](G[m, p] * H[p, q])
        }
        """);

    public static OperatorChain GatedPair() => Parse("""
        chain gated(m = 64, n = 96, k = 64, h = 64) {
          input X: f16[m, k]
          input W: f16[k, n]
          input U: f16[k, n]
          input D: f16[n, h]
          A[m, n] = silu(sum[k](X[m, k] * W[k, n])) * sum[k](X[m, k] * U[k, n])
          output Y: f16[m, h] = sum[n](A[m, n] * D[n, h])
        }
        """);

    public static OperatorChain RightAssociated() => Parse("""
        chain right(m = 64, n = 64, k = 64, h = 64) {
          input A: f16[m, n]
          input B: f16[n, k]
          input D: f16[k, h]
          C[n, h] = sum[k](B[n, k] * D[k, h])
          output E: f16[m, h] = sum[n](A[m, n] * C[n, h])
        }
        """);

    public static OperatorChain Attention(int m = 512, int n = 512, int k = 64, int h = 64) => Parse($$"""
        chain attention(b = 2, m = {{m}}, n = {{n}}, k = {{k}}, h = {{h}}) {
          input Q: f16[b, m, k]
          input K: f16[b, n, k]
          input V: f16[b, n, h]
          S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
          P[b, m, n] = softmax[n](S[b, m, n] / sqrt(extent(k)))
          output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        }
        """);

    public static OperatorChain NormalisedGemm() => Parse("""
        chain norm(m = 64, n = 64, h = 64) {
          input X: f16[m, n]
          input W: f16[n, h]
          Y[m, n] = X[m, n] - mean[n](X[m, n])
          output Z: f16[m, h] = sum[n](Y[m, n] * W[n, h])
        }
        """);

    public static OperatorChain Parse(string text) => ChainFinder.Find(GraphReader.ReadText(text, "test.mcf")[0], FusionMode.Always).Kernels[0];

    /// <summary>A candidate from the texts of <c>--tiling</c> and <c>--tile</c>.</summary>
    public static Candidate Candidate(OperatorChain chain, string tiling, string tiles)
    {
        var expression = TilingParser.TryParse(tiling, chain.TiledAxes.Select(a => a.Name), out var problem);
        Assert.True(expression is not null, problem);
        var sizes = tiles.Split(',').Select(t => t.Split('=')).ToDictionary(t => t[0], t => int.Parse(t[1], System.Globalization.CultureInfo.InvariantCulture));
        return new Candidate(expression, [.. chain.TiledAxes.Select(a => new AxisTile(a.Name, sizes[a.Name]))]);
    }

    public static DeviceSpec A100 { get; } = new()
    {
        Name = "a100", Kind = DeviceKind.Cuda, Arch = "sm_80", Processors = 108, ClockGigahertz = 1.41,
        TeraflopsF16 = 312, TeraflopsBF16 = 312, TeraflopsTF32 = 156, TeraflopsF32 = 19.5,
        MemoryGigabytesPerSecond = 2000, L2GigabytesPerSecond = 4000, L2Bytes = 40 << 20,
        SharedBytesPerBlock = 166912, SharedBytesPerProcessor = 167936, RegistersPerProcessor = 65536, RegistersPerThread = 255,
        ThreadsPerProcessor = 2048, ThreadsPerBlock = 1024, BlocksPerProcessor = 32, ClusterSize = 1, LaunchMicroseconds = 3, Source = "test",
    };

    public static DeviceSpec Cpu { get; } = A100 with { Name = "cpu", Kind = DeviceKind.Cpu, Arch = "x64-v4", Processors = 2, SharedBytesPerBlock = 1 << 20 };
}
