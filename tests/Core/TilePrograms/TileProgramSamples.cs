using MCFuser.Core.TilePrograms;

namespace MCFuser.Tests.Core.TilePrograms;

/// <summary>Tile programs written by hand.</summary>
internal static class TileProgramSamples
{
    /// <summary>Two matrix products; the tiles of h stay alive while n is accumulated.</summary>
    public const string GemmChain =
        """
        tile program gemm_chain
          tiling mn(k,h)
          axis m = 512 tile 128 outer
          axis n = 256 tile 64 reduction
          axis k = 64 tile 32 reduction
          axis h = 80 tile 16 spatial
          input A: f16 global [m, k] align 16
          input B: f16 global [k, n] strides [n, 1] align 16
          input D: f16 global [n, h] align 16
          output E: f16 global [m, h] align 16
          buffer A.tile: f16 shared [m, k] align 16
          buffer B.tile: f16 shared [k, n] align 16
          buffer D.tile: f16 shared [n, h] align 16
          buffer C.sum: f32 register [m, n] align 4
          buffer C.tile: f16 register [m, n] align 4
          buffer E.sum: f32 register [m, h*] align 4
          state C = sum[k](C.sum)
          state E = sum[n](E.sum)
          schedule warps 4 x 1 x 1 stages 2 cluster 1
          for m in 0 .. 512 on grid {
            init E
            for n in 0 .. 256 {
              init C
              for k in 0 .. 64 {
                load A.tile = A[m, k]
                load B.tile = B[k, n]
                contract C.sum += A.tile * B.tile over k in f16
              }
              map C.tile = C.sum
              for h in 0 .. 80 {
                load D.tile = D[n, h]
                contract E.sum += C.tile * D.tile over n in f16
              }
            }
            for h in 0 .. 80 {
              store E[m, h] = E.sum
            }
          }

        """;

    /// <summary>Causal attention with a running softmax; n is dealt out to two groups of warps.</summary>
    public const string Attention =
        """
        tile program attention
          tiling mn(k,h)
          axis b = 12 tile 1 batch
          axis m = 512 tile 64 outer
          axis n = 512 tile 64 reduction
          axis k = 64 tile 32 reduction
          axis h = 64 tile 32 spatial
          input Q: f16 global [b, m, k] align 16
          input K: f16 global [b, n, k] align 16
          input V: f16 global [b, n, h] align 16
          output O: f16 global [b, m, h] align 16
          buffer Q.tile: f16 shared [m, k] align 16
          buffer K.tile: f16 shared [n, k] align 16
          buffer V.tile: f16 shared [n, h] align 16
          buffer S.sum: f32 register [m, n] align 4
          buffer S.tile: f32 register [m, n] align 4
          buffer P.tile: f16 register [m, n] align 4
          buffer P.max: f32 register [m] align 4
          buffer P.sum: f32 register [m] align 4
          buffer P.scale: f32 register [m] align 4
          buffer O.sum: f32 register [m, h*] align 4
          buffer O.tile: f32 register [m, h] align 4
          state S = sum[k](S.sum)
          state P = softmax[n](P.max, P.sum, P.scale)
          state O = sum[n](O.sum) rescaled by P
          schedule warps 4 x 1 x 2 stages 2 cluster 1
          for b in 0 .. 12 on grid {
            for m in 0 .. extent(m) on grid {
              init P
              init O
              for n in 0 .. min(512, m + 64) split 2 across warp {
                init S
                for k in 0 .. 64 {
                  load Q.tile = Q[b, m, k]
                  load K.tile = K[b, n, k]
                  contract S.sum += Q.tile * K.tile over k in f16
                }
                map S.tile = where(n <= m, S.sum / sqrt(extent(k)), -inf)
                update P with S.tile into P.tile
                for h in 0 .. 64 {
                  map O.sum = O.sum * P.scale
                  load V.tile = V[b, n, h]
                  contract O.sum += P.tile * V.tile over n in f16
                }
              }
              combine P across warp
              combine O across warp
              for h in 0 .. 64 {
                finish P of O.sum into O.tile
                store O[b, m, h] = O.tile
              }
            }
          }

        """;

    /// <summary>The deep tiling nhk of attention: scores are computed again for each tile of h, so each tile of h has a softmax of its own.</summary>
    public const string RecomputedAttention =
        """
        tile program recomputed
          tiling mnhk
          axis m = 64 tile 16 outer
          axis n = 64 tile 16 reduction
          axis h = 32 tile 16 spatial
          axis k = 32 tile 16 reduction
          input Q: f32 global [m, k] align 16
          input K: f32 global [n, k] align 16
          input V: f32 global [n, h] align 16
          output O: f32 global [m, h] align 16
          buffer Q.tile: f32 shared [m, k] align 16
          buffer K.tile: f32 shared [n, k] align 16
          buffer V.tile: f32 shared [n, h] align 16
          buffer S.sum: f32 register [m, n] align 4
          buffer P.tile: f32 register [m, n] align 4
          buffer P.max: f32 register [m, #h] align 4
          buffer P.sum: f32 register [m, #h] align 4
          buffer P.scale: f32 register [m] align 4
          buffer O.sum: f32 register [m, h*] align 4
          buffer O.tile: f32 register [m, h] align 4
          state S = sum[k](S.sum)
          state P = softmax[n](P.max, P.sum, P.scale)
          state O = sum[n](O.sum) rescaled by P
          schedule warps 4 x 1 x 1 stages 2 cluster 1
          for m in 0 .. 64 on grid {
            init P
            init O
            for n in 0 .. 64 {
              for h in 0 .. 32 {
                init S
                for k in 0 .. 32 {
                  load Q.tile = Q[m, k]
                  load K.tile = K[n, k]
                  contract S.sum += Q.tile * K.tile over k in f32
                }
                update P with S.sum into P.tile
                map O.sum = O.sum * P.scale
                load V.tile = V[n, h]
                contract O.sum += P.tile * V.tile over n in f32
              }
            }
            for h in 0 .. 32 {
              finish P of O.sum into O.tile
              store O[m, h] = O.tile
            }
          }

        """;

    /// <summary>A softmax over an untiled axis of a gathered, scaled row; no loop over n, so the plain form.</summary>
    public const string PlainSoftmax =
        """
        tile program plain
          tiling m
          axis m = 100 tile 16 outer
          axis n = 77 tile 80 reduction
          axis v = 1000 tile 1 dimension
          input T: f32 global [v, n] align 16
          input I: i32 global [m] align 16
          input s: f32 global [] align 4
          output Y: bf16 global [m, n] align 16
          output Z: f32 global [m] align 16
          buffer X.tile: f32 shared [m, n] align 16
          buffer s.tile: f32 register [] align 4
          buffer X.scaled: f32 register [m, n] align 4
          buffer P.tile: f32 register [m, n] align 4
          buffer Y.tile: f32 register [m, n] align 4
          buffer P.max: f32 register [m] align 4
          buffer P.sum: f32 register [m] align 4
          buffer P.scale: f32 register [m] align 4
          state P = softmax[n](P.max, P.sum, P.scale)
          schedule warps 4 x 1 x 1 stages 1 cluster 1
          for m in 0 .. 100 on grid {
            init P
            load s.tile = s
            load X.tile = T[I[m], n]
            map X.scaled = cast[f16](X.tile * s.tile + 1E-05)
            update P with X.scaled into P.tile
            finish P of P.tile into Y.tile
            store Y[m, n] = Y.tile
            if m <= 95 {
              store Z[m] = P.max
            }
          }

        """;

    /// <summary>Two passes over a tiled row: the second reads the complete sum inside another loop over the same axis.</summary>
    public const string TwoPasses =
        """
        tile program two_passes
          tiling m.row
          axis m = 32 tile 16 outer
          axis row = 100 tile 16 reduction
          input X: f32 global [m, row] align 16
          output Y: f32 global [m, row] align 16
          buffer X.tile: f32 shared [m, row] align 16
          buffer X.kept: f32 shared [m, row*] align 16
          buffer Y.tile: f32 register [m, row] align 4
          buffer L: f32 register [m] align 4
          state total = sum[row](L)
          schedule warps 1 x 1 x 1 stages 1 cluster 1
          for m in 0 .. 32 on grid {
            init total
            for row in 0 .. 100 {
              load X.tile = X[m, row]
              map X.kept = abs(X.tile)
              update total with X.kept
            }
            for row in 0 .. 100 {
              map Y.tile = X.kept / L
              store Y[m, row] = Y.tile
            }
          }

        """;

    /// <summary>The programs that the compiler builds for the samples of the chain language.</summary>
    public static TheoryData<string, string> Built =>
    [
        .. from file in Directory.EnumerateFiles(Repository.Path("tests/Golden"), "tile.golden", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
           from program in File.ReadAllText(file).Split("tile program ", StringSplitOptions.RemoveEmptyEntries)
           select (Path.GetRelativePath(Repository.Path("tests/Golden"), file), "tile program " + program),
    ];

    public static TheoryData<string> All => [GemmChain, Attention, RecomputedAttention, PlainSoftmax, TwoPasses];

    public static TileProgram Parse(string text) => TileProgramParser.Parse(text, "kernel.tile");

    /// <summary>A sample with one piece of its text replaced; the piece must be there.</summary>
    public static TileProgram Changed(string text, string old, string replacement)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Parse(text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
