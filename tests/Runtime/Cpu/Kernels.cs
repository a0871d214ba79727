using MCFuser.Core;
using MCFuser.Core.Tensors;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu;

namespace MCFuser.Tests.Runtime.Cpu;

/// <summary>Runs tile programs on tensors of doubles, stored in the types of the program, and compares results.</summary>
internal static class Kernels
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
            var isClose = double.IsFinite(expected[i])
                ? Math.Abs(expected[i] - actual[i]) <= (10 * tolerance * scale) + 1e-30
                : expected[i].Equals(actual[i]);
            Assert.True(isClose, $"element {i}: {actual[i]} instead of {expected[i]}");
        }
    }

    public static byte[] Encode(DataType type, double[] values) =>
        TensorData.FromDoubles("x", type, [values.Length], values).Bytes.ToArray();

    public static double[] Decode(DataType type, byte[] bytes) =>
        new TensorData("x", type, [bytes.Length / type.Bytes()], bytes).ToDoubles();

    /// <summary>NaN where the type has one, else a pattern.</summary>
    public static byte[] Poison(DataType type, int count)
    {
        var tensor = new TensorData("x", type, [count]);
        tensor.Poison();
        return tensor.Bytes.ToArray();
    }
}
