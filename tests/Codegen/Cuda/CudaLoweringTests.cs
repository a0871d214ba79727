using MCFuser.Codegen.Cuda;
using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Codegen.Cuda.Lowering;
using MCFuser.Compiler;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Frontend;
using MCFuser.Frontend.Verification;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>What the lowering decides on graphs that no sample has.</summary>
public class CudaLoweringTests
{
    private const string Chain = """
        chain products(b = 1, m = 64, n = 64, k = 64, h = 64) {
          input A: f16[b, m, k]
          input B: f16[b, k, n]
          input D: f16[b, n, h]
          C[b, m, n] = sum[k](A[b, m, k] * B[b, k, n])
          output E: f16[b, m, h] = sum[n](C[b, m, n] * D[b, n, h])
        }
        """;

    public static TheoryData<string> Texts =>
    [
        // Operands transposed, the second product from the left, an output whose columns are not contiguous.
        """
        chain transposed(m = 50, n = 40, k = 33, h = 47) {
          input A: f16[k, m]
          input B: f16[n, k]
          input D: f16[h, n]
          C[m, n] = sum[k](A[k, m] * B[n, k])
          output E: f16[h, m] = sum[n](D[h, n] * C[m, n])
        }
        """,
        // Types that differ, a scalar, an integer tensor in an index, an axis as a value, several outputs.
        """
        chain mixed(m = 40, n = 36, k = 24, h = 20, t = 5) {
          input A: f16[m, k]
          input B: f16[k, n]
          input D: f16[n, h]
          input s: f32[]
          input row: i32[m]
          input T: f32[t, n]
          C[m, n] = relu(sum[k](A[m, k] * B[k, n])) * s + T[row[m], n] - 0.01 * n
          output E: f32[m, h] = sum[n](C[m, n] * D[n, h])
          output M: f32[m] = max[n](C[m, n])
        }
        """,
        // Names that mean something in C++.
        """
        chain float(m = 20, n = 24, k = 18, h = 30) {
          input int: f16[m, k]
          input shared: f16[k, n]
          input Tile: f16[n, h]
          lane[m, n] = sum[k](int[m, k] * shared[k, n])
          output part: f16[m, h] = sum[n](lane[m, n] * Tile[n, h])
        }
        """,
        // A window: both ends of the loop follow the rows.
        """
        chain window(b = 2, m = 100, n = 100, k = 32, h = 32) {
          input Q: bf16[b, m, k]
          input K: bf16[b, n, k]
          input V: bf16[b, n, h]
          S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
          P[b, m, n] = softmax[n](where(n <= m and n > m - 20, S[b, m, n], -inf))
          output O: bf16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
        }
        """,
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Agrees_with_the_oracle(string text)
    {
        foreach (var tiles in (string?[])[null, "m=16,n=16"])
        {
            var options = new CompilationOptions { Target = DeviceKind.Cuda, Architecture = "sm_80", Tiles = tiles };
            var graph = Assert.Single(GraphReader.ReadText(text, "test.mcf"));
            new SimulatedGraph(Pipeline.Compile(graph, options, TestContext.Current.CancellationToken), CudaPackager.Standard).Check(PtxSchedule.All);
        }
    }

    /// <summary>Indices that the language does not spell: quotients and remainders of what may be negative, multiples of sums.</summary>
    [Fact]
    public void Indices_round_down()
    {
        const string Text = """
            chain indices(m = 20, n = 40, k = 16, x = 3, y = 20, z = 80) {
              input A: f32[m, k]
              input B: f32[k, n]
              input X: f32[x, y, z]
              C[m, n] = sum[k](A[m, k] * B[k, n])
              output Y: f32[m, n] = C[m, n] + X[0, 0, 0]
            }
            """;
        var (m, n) = (new IndexAxis("m"), new IndexAxis("n"));
        var less = new IndexAdd(n, new IndexConstant(-4));
        var read = new TensorRead("X",
        [
            new IndexModulo(less, new IndexConstant(3)), new IndexAdd(new IndexFloorDivide(less, new IndexConstant(3)), new IndexConstant(2)),
            new IndexMultiply(new IndexConstant(2), new IndexAdd(m, new IndexConstant(1))),
        ]);
        var graph = Assert.Single(GraphReader.ReadText(Text, "test.mcf"));
        var sum = graph.Definitions[^1];
        graph = GraphVerifier.Verify(graph with { Definitions = [.. graph.Definitions.SkipLast(1), sum with { Value = new Binary(BinaryOperator.Add, new TensorRead("C", [m, n]), read) }] });
        var options = new CompilationOptions { Target = DeviceKind.Cuda, Architecture = "sm_80" };
        new SimulatedGraph(Pipeline.Compile(graph, options, TestContext.Current.CancellationToken), CudaPackager.Standard).Check(PtxSchedule.All);
    }

    [Fact]
    public void A_kernel_over_the_shared_memory_of_a_block_is_refused()
    {
        var kernel = Compile(Chain, "m=64,n=64,k=64,h=64");
        var small = DeviceCatalog.ForArch("sm_80") with { SharedBytesPerBlock = 20_000 };
        var error = Assert.Throws<DiagnosticException>(() => KernelLowering.Lower(kernel.Program, small));
        Assert.Equal(ExitCode.NoLegalSchedule, error.ExitCode);
        Assert.Equal(CudaCodes.SharedMemory, Assert.Single(error.Diagnostics).Code);
    }

    [Fact]
    public void Offsets_beyond_32_bits_are_64_bits_wide()
    {
        var kernel = Compile(Chain.Replace("b = 1", "b = 600000", StringComparison.Ordinal), "m=64,n=64,k=64,h=64");
        var text = CudaLowering.Lower(kernel.Program, DeviceCatalog.ForArch("sm_80")).Text;
        Assert.Contains("A + (i64)b0 * 4096", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 16)]
    [InlineData(60, 8)]
    [InlineData(62, 4)]
    [InlineData(61, 0)]
    public void Rows_decide_how_wide_copies_are(int extent, int width)
    {
        var text = Chain.Replace("k = 64", $"k = {extent}", StringComparison.Ordinal);
        var lowered = KernelLowering.Lower(Compile(text, "m=64,n=64,k=64,h=64").Program, DeviceCatalog.ForArch("sm_80"));
        var copies = lowered.Body.OfType<IssueCopies>().SelectMany(i => i.Copies).Concat(lowered.Pipelines.SelectMany(p => p.Levels).SelectMany(l => l.Copies));
        Assert.Equal(width, copies.Single(c => c.Tensor == "A").Width);
    }

    private static CompiledKernel Compile(string text, string tiles)
    {
        var options = new CompilationOptions { Target = DeviceKind.Cuda, Architecture = "sm_80", Tiles = tiles };
        return Assert.Single(Pipeline.Compile(Assert.Single(GraphReader.ReadText(text, "test.mcf")), options, TestContext.Current.CancellationToken).Kernels);
    }
}
