using MCFuser.Core.Graphs;
using MCFuser.Frontend;

namespace MCFuser.Tests.Frontend;

public class GraphReaderTests
{
    [Fact]
    public void Reads_the_attention_sample()
    {
        var graph = Assert.Single(GraphReader.ReadText(SampleTexts.Attention, "attention.mcf"));
        Assert.Equal("""
            chain attention(b = 12, m = 512, n = 512, k = 64, h = 64) {
              input Q: f16[b, m, k]
              input K: f16[b, n, k]
              input V: f16[b, n, h]
              S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
              P[b, m, n] = softmax[n](S[b, m, n] / sqrt(extent(k)))
              output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
            }

            """, GraphPrinter.Print(graph));
    }
}
