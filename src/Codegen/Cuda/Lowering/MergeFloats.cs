using MCFuser.Codegen.Cuda.Kernels;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>How many f32 numbers a warp hands on of a value that is merged: 16 bytes a lane for each block of 16 x 8 accumulators, or of 16 rows.</summary>
public static class MergeFloats
{
    private const int Block = 32 * 4;

    public static int Of(KernelProgram kernel, MergedValue value) => kernel.Register(value.Source) switch
    {
        Accumulators sum => sum.Rows / 16 * (sum.Columns / 8) * Block,
        SoftmaxRows rows => rows.Rows / 16 * Block,
        RowValues rows => rows.Rows / 16 * Block,
        var other => throw new InvalidOperationException($"{other.Name} cannot be merged"),
    };
}
