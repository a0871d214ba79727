using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Codegen.Cuda.Lowering;

namespace MCFuser.Codegen.Cuda.Cost;

/// <summary>What the longest block of a kernel does, counted on the kernel program. Instructions are those that one warp issues.</summary>
/// <param name="Blocks">Blocks of the launch.</param>
/// <param name="Warps">Warps of a block.</param>
/// <param name="Resident">Blocks that a multiprocessor holds at once.</param>
/// <param name="Registers">Of a thread, about.</param>
/// <param name="Instructions">Issued by a warp, products on tensor cores among them.</param>
/// <param name="Products">Of tensor cores (16 x 8 x 16), by a warp.</param>
/// <param name="Bytes">Moved between L2 and the block.</param>
/// <param name="StallCycles">Of a warp, where nothing of its own can go on: barriers, dependent products, reductions.</param>
/// <param name="MeanShare">The work of the mean block over that of the longest; below 1 under a causal mask.</param>
public sealed record KernelWork(long Blocks, int Warps, int Resident, int Registers, double Instructions, double Products, double Bytes, double StallCycles, double MeanShare)
{
    public static KernelWork Of(KernelProgram kernel)
    {
        var longest = WorkCount.Of(kernel, longest: true);
        var mean = WorkCount.Of(kernel, longest: false);
        var blocks = kernel.Grid.Aggregate((long)kernel.BlockParts, (n, a) => checked(n * a.Tiles));
        return new KernelWork(
            blocks, kernel.Threads / 32, kernel.MinBlocks, Occupancy.Registers(kernel), longest.Instructions, longest.Products, longest.Bytes, longest.Stalls, mean.Instructions / longest.Instructions);
    }
}
