namespace MCFuser.Tests.Frontend.Chains;

internal static class SampleGraphs
{
    public const string Attention = """
        chain attention(b = 12, m = 512, n = 512, k = 64, h = 64) {
          input  Q: f16[b, m, k]
          input  K: f16[b, n, k]
          input  V: f16[b, n, h]
          S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
          P[b, m, n] = softmax[n](S[b, m, n] / sqrt(extent(k)))
          output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        }
        """;

    public const string GemmChain = """
        chain gemms(b = 4, m = 1024, n = 512, k = 128, h = 128) {
          input A: f16[b, m, k]
          input B: f16[b, k, n]
          input D: f16[b, n, h]
          C[b, m, n] = sum[k](A[b, m, k] * B[b, k, n])
          output E: f16[b, m, h] = sum[n](C[b, m, n] * D[b, n, h])
        }
        """;
}
