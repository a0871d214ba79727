namespace MCFuser.Tests.Codegen.Interpreter;

/// <summary>Small graphs that between them use every way of reading, reducing and slicing; by name.</summary>
internal static class GraphTexts
{
    public static readonly Dictionary<string, string> All = new()
    {
        ["attention"] = """
            chain attention(b = 3, m = 17, n = 19, k = 5, h = 7) {
              input Q: f16[b, m, k]
              input K: f16[b, n, k]
              input V: f16[b, n, h]
              input len: i32[b]
              S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
              output P: f32[b, m, n] = softmax[n](where(n < len[b], S[b, m, n], -inf))
              output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
            }
            """,
        ["mlp"] = """
            chain mlp(m = 23, k = 11, n = 13, h = 9) {
              input X: f32[m, k]
              input U: f32[k, n]
              input G: f32[k, n]
              input D: f32[n, h]
              H[m, n] = silu(sum[k](X[m, k] * G[k, n])) * sum[k](X[m, k] * U[k, n])
              output Y: f32[m, h] = sum[n](H[m, n] * D[n, h]) + X[m, 0]
            }
            """,
        ["shifts"] = """
            chain shifts(i = 12, j = 26, k = 3) {
              input X: f32[j, k]
              T[j, k] = exp(X[j, k]) + j
              W[j, k] = T[j, k] * 2
              output A: f32[i, k] = T[2 * i, k] - W[i + 3, 1]
              output B: f32[i] = W[i + 14, 0] + max[k](T[25, k])
              output C: f32[j] = sum[k](W[j, k])
            }
            """,
        ["gather"] = """
            chain gather(m = 14, n = 10, d = 6, t = 21) {
              input E: f32[t, d]
              input at: i32[m, n]
              F[t, d] = tanh(E[t, d])
              G[m, n, d] = F[at[m, n], d] * (m - n)
              output Y: f32[m, d] = mean[n](G[m, n, d])
              output Z: bool[n, m] = min[d](G[m, n, d]) < 0
            }
            """,
        ["columns"] = """
            chain columns(m = 11, n = 8) {
              input X: f32[m, n]
              P[m, n] = softmax[m](X[m, n])
              output Y: f32[n, m] = P[m, n] / max[n](P[m, n])
              output T: f32[] = sum[m, n](P[m, n] * X[m, n])
            }
            """,
        ["hoisted"] = """
            chain hoisted(m = 9, n = 8, k = 7) {
              input X: f32[m, k]
              input W: bf16[n, k]
              input s: f32[]
              output Y: f32[m, n] = sum[k](exp(X[m, k]) * silu(W[n, k]) * sqrt(extent(k))) / s
              output Z: f32[n] = sum[k, m](tanh(s * X[m, k]) * relu(W[n, k] + X[m, 0]))
            }
            """,
        ["long"] = """
            chain long(m = 3, n = 700) {
              input X: f16[m, n]
              input at: i64[n]
              output A: f32[n, m] = softmax[n](X[m, n] * 4)
              output B: f32[m] = max[n](X[m, at[n]] * n)
              output C: f32[n] = mean[m](X[m, n] - X[0, n]) + sum[m](where(m < n, X[m, at[n]], 1))
            }
            """,
        ["bound"] = """
            chain bound(m = 5, k = 6) {
              input X: f32[m, k]
              output Y: f32[m, k] = X[m, k] / sum[k](X[m, k]) + softmax[m](X[m, k] - max[m](X[m, k])) + min[m, k](X[m, k])
              output Z: bool[k] = sum[m](X[m, k]) <= 0
            }
            """,
    };
}
