using System.Runtime.InteropServices;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>A kernel written by hand over the primitives, with data and the result that it should have.</summary>
public sealed record Fixture(string Text, EmulatedLaunch Launch, float[] Expected)
{
    public static Fixture Gemm(string element, int m, int n, int k)
    {
        var isHalf = element == "f16";
        var a = Values(1, m * k, isHalf ? ToHalf : ToBFloat);
        var b = Values(2, k * n, isHalf ? ToHalf : ToBFloat);
        var expected = Multiply(m, n, k, (i, l) => a[(i * k) + l], (l, j) => b[(l * n) + j]);
        var blocks = (m + 63) / 64 * ((n + 63) / 64);
        return new Fixture(
            Read("gemm", $"using Element = {element}; constexpr int M = {m}, N = {n}, K = {k};"),
            new EmulatedLaunch("gemm", blocks, 128, 3 * 8192, [In16(a, isHalf), In16(b, isHalf), EmulatedBuffer.Out(m * n * 4)]),
            expected);
    }

    public static Fixture GemmTf32(int m, int n, int k)
    {
        var a = Values(3, m * k, x => x);
        var b = Values(4, n * k, x => x);
        var expected = Multiply(m, n, k, (i, l) => Tf32(a[(i * k) + l]), (l, j) => Tf32(b[(j * k) + l]));
        var warps = (m + 15) / 16 * ((n + 7) / 8);
        return new Fixture(
            Read("gemm_tf32", $"constexpr int M = {m}, N = {n}, K = {k};"),
            new EmulatedLaunch("gemm_tf32", (warps + 1) / 2, 64, 0, [In32(a), In32(b), EmulatedBuffer.Out(m * n * 4)]),
            expected);
    }

    public static Fixture Softmax(int m, int n)
    {
        var x = Values(5, m * n, v => 8 * v);
        var expected = new float[m * n];
        for (var i = 0; i < m; i++)
        {
            var sum = Enumerable.Range(0, n).Sum(j => Math.Exp(x[(i * n) + j]));
            for (var j = 0; j < n; j++) expected[(i * n) + j] = (float)(Math.Exp(x[(i * n) + j]) / sum);
        }

        return new Fixture(
            Read("softmax", $"constexpr int M = {m}, N = {n};"),
            new EmulatedLaunch("softmax", (m + 15) / 16, 64, 0, [In32(x), EmulatedBuffer.Out(m * n * 4)]),
            expected);
    }

    public static Fixture Parts(int rounds)
    {
        var x = Values(6, 256, v => v);
        float[] expected = rounds % 2 == 0 ? x : [.. x.Chunk(64).SelectMany(c => c.Reverse())];
        return new Fixture(
            Read("parts", $"constexpr int ROUNDS = {rounds};"),
            new EmulatedLaunch("parts", 2, 128, 512, [In32(x), EmulatedBuffer.Out(1024)]),
            expected);
    }

    public static Fixture Ticket(int blocks)
    {
        var x = Values(7, blocks * 256, v => v);
        float[] expected = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, blocks).Aggregate(0f, (sum, b) => sum + x[(b * 256) + i]))];
        return new Fixture(
            Read("ticket", $"constexpr int BLOCKS = {blocks};"),
            new EmulatedLaunch("ticket", blocks, 64, 16, [In32(x), EmulatedBuffer.Out(1024), EmulatedBuffer.Work(blocks * 1024), EmulatedBuffer.Work(4)]) { Launches = 2 },
            expected);
    }

    /// <summary>The largest difference from what is expected; NaN if any element is.</summary>
    public double Error(EmulationResult result)
    {
        var output = Launch.Arguments.Select((a, i) => (a, i)).First(x => x.a.Role == BufferRole.Out).i;
        var got = MemoryMarshal.Cast<byte, float>(result.Buffers[output]).ToArray();
        return got.Zip(Expected, (x, y) => Math.Abs((double)x - y)).Aggregate(0.0, (x, y) => double.IsNaN(x) || double.IsNaN(y) ? double.NaN : Math.Max(x, y));
    }

    /// <summary>The same kernel with a part of its text exchanged.</summary>
    public Fixture With(string part, string other)
    {
        Assert.Contains(part, Text, StringComparison.Ordinal);
        return this with { Text = Text.Replace(part, other, StringComparison.Ordinal) };
    }

    private static string Read(string name, string constants) =>
        string.Join('\n', Repository.ReadText("src/Codegen/Cuda/Prelude/primitives.cuh"), constants, Repository.ReadText($"tests/Codegen/Cuda/Emulation/Fixtures/{name}.cu"));

    private static float[] Values(int seed, int count, Func<float, float> change)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => change((2 * random.NextSingle()) - 1))];
    }

    private static float[] Multiply(int m, int n, int k, Func<int, int, double> a, Func<int, int, double> b)
    {
        var c = new float[m * n];
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
                c[(i * n) + j] = (float)Enumerable.Range(0, k).Sum(l => a(i, l) * b(l, j));
        return c;
    }

    private static float ToHalf(float x) => (float)(Half)x;

    private static float ToBFloat(float x) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) & 0xffff0000);

    private static float Tf32(float x) => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) + 0x1000) & ~0x1fffu);

    private static EmulatedBuffer In32(float[] values) => EmulatedBuffer.In(MemoryMarshal.AsBytes<float>(values).ToArray());

    private static EmulatedBuffer In16(float[] values, bool isHalf)
    {
        var bits = values.Select(x => isHalf ? BitConverter.HalfToUInt16Bits((Half)x) : (ushort)(BitConverter.SingleToUInt32Bits(x) >> 16)).ToArray();
        return EmulatedBuffer.In(MemoryMarshal.AsBytes<ushort>(bits).ToArray());
    }
}
