using System.Runtime.InteropServices;
using MCFuser.Core;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu;

namespace MCFuser.Tests.Runtime.Cpu;

/// <summary>Runs tile programs on tensors of doubles, stored in the types of the program, and compares results.</summary>
internal static unsafe class Kernels
{
    /// <summary>Runs a program with one output on inputs in its order. The output is poisoned first.</summary>
    public static double[] Run(TileProgram program, params double[][] inputs) => Run(program, 2, inputs);

    public static double[] Run(TileProgram program, int threads, params double[][] inputs)
    {
        using var kernel = CpuKernel.Prepare(program, threads);
        var tensors = program.Inputs.Zip(inputs, (buffer, values) => Encode(buffer.Type, values)).ToList();
        var output = program.Outputs[0];
        var count = output.Axes.Aggregate(1L, (n, a) => n * program.FindAxis(a).Extent.Value);
        tensors.Add(Poison(output.Type, (int)count));
        Run(kernel, tensors);
        return Decode(output.Type, tensors[^1]);
    }

    /// <summary>Runs a kernel on bytes that lie at the very end of readable memory, so that a read beyond them fails.</summary>
    public static void Run(CpuKernel kernel, IReadOnlyList<byte[]> tensors)
    {
        using var memory = new GuardedMemory(tensors);
        kernel.Run([.. memory.Addresses]);
        memory.CopyBack(tensors);
    }

    /// <summary>Random numbers in [-1, 1), rounded to the type.</summary>
    public static double[] Random(int seed, DataType type, params int[] shape)
    {
        var random = new Random(seed);
        var values = new double[shape.Aggregate(1, (x, y) => x * y)];
        for (var i = 0; i < values.Length; i++) values[i] = (2 * random.NextDouble()) - 1;
        return Decode(type, Encode(type, values));
    }

    public static double[] Random(int seed, params int[] shape) => Random(seed, DataType.F32, shape);

    public static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = Math.Sqrt(expected.Where(double.IsFinite).Select(x => x * x).DefaultIfEmpty(0).Average());
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsFinite(expected[i])) Assert.True(Math.Abs(expected[i] - actual[i]) <= (10 * tolerance * scale) + 1e-30, $"element {i}: {actual[i]} instead of {expected[i]}");
            else Assert.Equal(expected[i], actual[i]);
        }
    }

    public static byte[] Encode(DataType type, double[] values) => type switch
    {
        DataType.F16 => Bytes(values, x => (Half)x),
        DataType.BF16 => Bytes(values, x => ToBFloat16((float)x)),
        DataType.F32 => Bytes(values, x => (float)x),
        DataType.I32 => Bytes(values, x => (int)x),
        DataType.I64 => Bytes(values, x => (long)x),
        _ => Bytes(values, x => x != 0 ? (byte)1 : (byte)0),
    };

    public static double[] Decode(DataType type, byte[] bytes) => type switch
    {
        DataType.F16 => Doubles<Half>(bytes, x => (double)x),
        DataType.BF16 => Doubles<ushort>(bytes, x => BitConverter.UInt32BitsToSingle((uint)x << 16)),
        DataType.F32 => Doubles<float>(bytes, x => x),
        DataType.I32 => Doubles<int>(bytes, x => x),
        DataType.I64 => Doubles<long>(bytes, x => x),
        _ => Doubles<byte>(bytes, x => x),
    };

    /// <summary>NaN where the type has one, else a pattern.</summary>
    public static byte[] Poison(DataType type, int count) =>
        type.IsFloat() ? Encode(type, [.. Enumerable.Repeat(double.NaN, count)]) : [.. Enumerable.Repeat((byte)0xA5, count * type.Bytes())];

    private static ushort ToBFloat16(float x)
    {
        var bits = BitConverter.SingleToUInt32Bits(x);
        return (ushort)(float.IsNaN(x) ? (bits >> 16) | 0x40 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static byte[] Bytes<T>(double[] values, Func<double, T> convert)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values.Select(convert).ToArray()).ToArray();

    private static double[] Doubles<T>(byte[] bytes, Func<T, double> convert)
        where T : unmanaged => [.. MemoryMarshal.Cast<byte, T>(bytes).ToArray().Select(convert)];
}
