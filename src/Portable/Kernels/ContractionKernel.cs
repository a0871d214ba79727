using ILGPU;

namespace MCFuser.Portable.Kernels;

/// <summary>
/// A contraction in square tiles: both factors of a tile are computed once into shared memory, then every thread of the group adds up its element in f32.
/// </summary>
internal static class ContractionKernel
{
    public const int LargestEdge = 16;

    public static void Run(OperatorMemory memory, ContractionTask task)
    {
        var left = SharedMemory.Allocate<float>(LargestEdge * LargestEdge);
        var right = SharedMemory.Allocate<float>(LargestEdge * LargestEdge);
        var edge = task.Edge;
        var (row, column) = (Group.IdxX / edge, Group.IdxX % edge);
        var (tileRows, tileColumns) = ((task.Rows + edge - 1) / edge, (task.Columns + edge - 1) / edge);
        var tiles = task.Batches * tileRows * tileColumns;
        for (long tile = Grid.IdxX; tile < tiles; tile += Grid.DimX)
        {
            var batch = tile / (tileRows * tileColumns);
            var (firstRow, firstColumn) = (tile / tileColumns % tileRows * edge, tile % tileColumns * edge);
            var sum = 0f;
            for (var first = 0L; first < task.Terms; first += edge)
            {
                left[Group.IdxX] = Left(memory, task, batch, firstRow + row, first + column);
                right[Group.IdxX] = Right(memory, task, batch, firstColumn + column, first + row);
                Group.Barrier();
                for (var k = 0; k < edge; k++) sum += left[row * edge + k] * right[k * edge + column];
                Group.Barrier();
            }

            Store(memory, task, batch, firstRow + row, firstColumn + column, sum);
        }
    }

    private static float Left(OperatorMemory memory, ContractionTask task, long batch, long row, long term)
    {
        if (row >= task.Rows || term >= task.Terms) return 0;
        var (thread, threads) = (Grid.GlobalIndex.X, Grid.DimX * Group.DimX);
        Loops.Seek(memory, thread, threads, task.Extents, 0, task.FirstRow, batch);
        Loops.Seek(memory, thread, threads, task.Extents, task.FirstRow, task.FirstColumn, row);
        Loops.Seek(memory, thread, threads, task.Extents, task.FirstReduced, task.Loops, term);
        return (float)Evaluator.Evaluate(memory, thread, threads, task.Left, task.LeftEnd);
    }

    private static float Right(OperatorMemory memory, ContractionTask task, long batch, long column, long term)
    {
        if (column >= task.Columns || term >= task.Terms) return 0;
        var (thread, threads) = (Grid.GlobalIndex.X, Grid.DimX * Group.DimX);
        Loops.Seek(memory, thread, threads, task.Extents, 0, task.FirstRow, batch);
        Loops.Seek(memory, thread, threads, task.Extents, task.FirstColumn, task.FirstReduced, column);
        Loops.Seek(memory, thread, threads, task.Extents, task.FirstReduced, task.Loops, term);
        return (float)Evaluator.Evaluate(memory, thread, threads, task.Right, task.RightEnd);
    }

    private static void Store(OperatorMemory memory, ContractionTask task, long batch, long row, long column, float value)
    {
        if (row >= task.Rows || column >= task.Columns) return;
        var (thread, threads) = (Grid.GlobalIndex.X, Grid.DimX * Group.DimX);
        Loops.Seek(memory, thread, threads, task.Extents, 0, task.FirstRow, batch);
        Loops.Seek(memory, thread, threads, task.Extents, task.FirstRow, task.FirstColumn, row);
        Loops.Seek(memory, thread, threads, task.Extents, task.FirstColumn, task.FirstReduced, column);
        memory.Reals[Loops.Offset(memory, thread, threads, task.Target)] = value;
    }
}
