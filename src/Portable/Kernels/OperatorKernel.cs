using ILGPU;
using MCFuser.Core.Expressions;

namespace MCFuser.Portable.Kernels;

/// <summary>Any operator: a thread computes one element of the target after the other, in double precision.</summary>
internal static class OperatorKernel
{
    public static void Run(OperatorMemory memory, OperatorTask task)
    {
        var threads = Grid.DimX * Group.DimX;
        var thread = Grid.GlobalIndex.X;
        for (long point = thread; point < task.Points; point += threads)
        {
            Loops.Seek(memory, thread, threads, task.Extents, 0, task.Kept, point);
            Loops.Seek(memory, thread, threads, task.Extents, task.Kept, task.Loops, 0);
            var value = Operators.Initial(task.Reduction);
            for (var term = 0L; term < task.Terms; term++)
            {
                value = Operators.Fold(task.Reduction, value, Evaluator.Evaluate(memory, thread, threads, task.Body, task.BodyEnd));
                Loops.Advance(memory, thread, threads, task.Extents, task.Kept, task.Loops);
            }

            memory.Reals[task.Target + point] = (float)(task.Reduction == (int)ReduceOperator.Mean ? value / task.Terms : value);
        }
    }
}
