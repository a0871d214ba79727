using System.Numerics.Tensors;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>Functions that the numerics library computes well; they are too rare in chains for code of our own.</summary>
internal static unsafe class TensorFunctions
{
    public static void Log(float* target, float* a, float* b, float* c, nint count) =>
        TensorPrimitives.Log(Row(a, count), Row(target, count));

    public static void Sin(float* target, float* a, float* b, float* c, nint count) =>
        TensorPrimitives.Sin(Row(a, count), Row(target, count));

    public static void Cos(float* target, float* a, float* b, float* c, nint count) =>
        TensorPrimitives.Cos(Row(a, count), Row(target, count));

    private static Span<float> Row(float* row, nint count) => new(row, (int)count);
}
