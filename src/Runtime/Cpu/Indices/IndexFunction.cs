using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Indices;

/// <summary>The value of an index at a position along every axis. Reads of index tensors go through the frame.</summary>
internal delegate long IndexFunction(Frame frame, long[] positions);

/// <summary>Turns index expressions into functions.</summary>
internal static class IndexCompiler
{
    public static IndexFunction Compile(IndexExpression index, KernelPlan plan)
    {
        if (index is IndexRead read) return new IndexTensorRead(read, plan).Evaluate;
        if (AffineIndex.TryAnalyse(index, plan.Axes) is { IsConstant: true, Constant: var value }) return (_, _) => value;
        if (index is IndexAxis(var name))
        {
            var axis = plan.Axes[name];
            return (_, positions) => positions[axis];
        }

        if (index.Children().ToArray() is not [var first, var second]) throw CpuErrors.Broken($"unknown index {index}", plan.Program);
        var (x, y) = (Compile(first, plan), Compile(second, plan));
        return index switch
        {
            IndexAdd => (f, p) => x(f, p) + y(f, p),
            IndexMultiply => (f, p) => x(f, p) * y(f, p),
            IndexFloorDivide => (f, p) => FloorDivide(x(f, p), y(f, p)),
            IndexModulo => (f, p) => Modulo(x(f, p), y(f, p)),
            IndexMin => (f, p) => Math.Min(x(f, p), y(f, p)),
            IndexMax => (f, p) => Math.Max(x(f, p), y(f, p)),
            _ => throw CpuErrors.Broken($"unknown index {index}", plan.Program),
        };
    }

    private static long FloorDivide(long x, long y) => (x - Modulo(x, y)) / y;

    private static long Modulo(long x, long y)
    {
        var remainder = x % y;
        return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
    }

    /// <summary>One element of an integer tensor, its own indices checked.</summary>
    private sealed unsafe class IndexTensorRead
    {
        private readonly GlobalTensor _tensor;
        private readonly CheckedIndex[] _indices;

        public IndexTensorRead(IndexRead read, KernelPlan plan)
        {
            _tensor = plan.Global(read.Tensor);
            _indices = [.. read.Indices.Select((index, dimension) => new CheckedIndex(index, _tensor, dimension, plan))];
        }

        public long Evaluate(Frame frame, long[] positions)
        {
            var address = frame.Base[_tensor.Slot];
            foreach (var index in _indices) address += (nint)index.Offset(frame, positions);
            return _tensor.Type switch
            {
                DataType.I64 => *(long*)address,
                DataType.I32 => *(int*)address,
                DataType.Bool => *(byte*)address != 0 ? 1 : 0,
                DataType.F32 => (long)*(float*)address,
                DataType.F16 => (long)*(Half*)address,
                _ => (long)BitConverter.UInt32BitsToSingle((uint)*(ushort*)address << 16),
            };
        }
    }
}
