using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;

namespace MCFuser.Tests.Frontend.Chains;

/// <summary>Graphs by name, and short ways to read a graph, its steps and its kernels.</summary>
internal static class SampleGraphs
{
    public static OperatorGraph Attention { get; } = Read("b = 12, m = 512, n = 512, k = 64, h = 64", """
        input  Q: f16[b, m, k]
        input  K: f16[b, n, k]
        input  V: f16[b, n, h]
        S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
        P[b, m, n] = softmax[n](S[b, m, n] / sqrt(extent(k)))
        output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        """);

    public static OperatorGraph LayerNormGemm { get; } = Read("m = 128, d = 768, f = 3072", """
        input X: f16[m, d]
        input W: f16[d, f]
        M[m] = mean[d](X[m, d])
        R[m] = rsqrt(mean[d]((X[m, d] - M[m]) * (X[m, d] - M[m])) + 0.00001)
        N[m, d] = (X[m, d] - M[m]) * R[m]
        output Y: f16[m, f] = sum[d](N[m, d] * W[d, f])
        """);

    public static OperatorGraph GatedMlp { get; } = Read("m = 128, k = 512, n = 1408, h = 512", """
        input  X: f16[m, k]
        input  G: f16[k, n]
        input  U: f16[k, n]
        input  D: f16[n, h]
        A[m, n] = silu(sum[k](X[m, k] * G[k, n])) * sum[k](X[m, k] * U[k, n])
        output Y: f16[m, h] = sum[n](A[m, n] * D[n, h])
        """);

    public static OperatorGraph GraphNetwork { get; } = Read("i = 1000, j = 1000, p = 500, c = 16, d = 7", """
        input  L: f32[i, j]
        input  X: f32[j, p]
        input  W1: f32[p, c]
        input  W2: f32[c, d]
        T[j, c] = sum[p](X[j, p] * W1[p, c])
        H[i, c] = relu(sum[j](L[i, j] * T[j, c]))
        Z[j, d] = sum[c](H[j, c] * W2[c, d])
        output Y: f32[i, d] = sum[j](L[i, j] * Z[j, d])
        """);

    /// <summary>Batch, M, N, K, H as in the tables of GEMM chains.</summary>
    public static OperatorGraph GemmChain(int b, int m, int n, int k, int h) => Read($"b = {b}, m = {m}, n = {n}, k = {k}, h = {h}", """
        input A: f16[b, m, k]
        input B: f16[b, k, n]
        input D: f16[b, n, h]
        C[b, m, n] = sum[k](A[b, m, k] * B[b, k, n])
        output E: f16[b, m, h] = sum[n](C[b, m, n] * D[b, n, h])
        """);

    /// <summary>Heads, M, N, K, H as in the tables of self-attention.</summary>
    public static OperatorGraph SelfAttention(int b, int m, int n, int k, int h) => Read($"b = {b}, m = {m}, n = {n}, k = {k}, h = {h}", """
        input  Q: f16[b, m, k]
        input  K: f16[b, n, k]
        input  V: f16[b, n, h]
        S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
        P[b, m, n] = softmax[n](S[b, m, n] / sqrt(extent(k)))
        output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        """);

    public static OperatorGraph Read(string axes, string lines) =>
        Assert.Single(GraphReader.ReadText($"chain g({axes}) {{\n{lines}\n}}", "test.mcf"));

    /// <summary>The steps of a graph, a line each.</summary>
    public static string Steps(string axes, string lines) => string.Join('\n', StepNormalizer.Normalize(Read(axes, lines)));

    /// <summary>The one kernel that a graph becomes.</summary>
    public static OperatorChain Kernel(string axes, string lines) =>
        Assert.Single(ChainFinder.Find(Read(axes, lines), FusionMode.Always).Kernels);

    /// <summary>For each kernel the names of its steps.</summary>
    public static string Groups(OperatorGraph graph, FusionMode mode) =>
        string.Join(" | ", ChainFinder.Find(graph, mode).Kernels.Select(k => string.Join(' ', k.Steps.Select(s => s.Target.Name))));

    public static string Groups(string axes, string lines, FusionMode mode = FusionMode.Always) => Groups(Read(axes, lines), mode);

    /// <summary>The roles of a chain's axes on one line.</summary>
    public static string Roles(OperatorChain chain) => string.Join(", ", Enum.GetValues<AxisRole>()
        .Select(role => (role, names: string.Join(' ', chain.Axes.Where(a => a.Role == role).Select(a => a.Name))))
        .Where(r => r.names.Length > 0)
        .Select(r => $"{r.role}: {r.names}"));

    public static string Roles(string axes, string lines) => Roles(Kernel(axes, lines));
}
