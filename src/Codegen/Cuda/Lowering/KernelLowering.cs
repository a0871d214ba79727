using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>From a tile program to a kernel program: normal form, residency, warps, statements, shared memory, in this order.</summary>
public static class KernelLowering
{
    /// <exception cref="Core.Diagnostics.DiagnosticException">
    /// The program has no such kernel (MCF3301), or needs more shared memory than the device has (MCF3302); exit 3.
    /// </exception>
    public static KernelProgram Lower(TileProgram program, DeviceSpec device)
    {
        var normal = NormalForm.Of(program);
        var (grid, body) = Grid(normal);
        var builder = new KernelBuilder(normal);
        var statements = new BodyLowering(builder).Root(body);
        var kernel = SharedMemoryPlan.Apply(new KernelProgram(
            program.Name, builder.Warps.RowWarps, builder.Warps.Parts, builder.Warps.BlockParts, 1, 0, 0,
            normal.Axes.Where(a => a.Role != AxisRole.Dimension).Select(a => Axis(normal, a, grid)).ToEquatableArray(),
            [.. normal.Inputs.Select(t => Tensor(normal, t, false)), .. normal.Outputs.Select(t => Tensor(normal, t, true))],
            builder.Tiles.ToEquatableArray(), builder.Registers.ToEquatableArray(), builder.Pipelines.ToEquatableArray(), statements.ToEquatableArray()));
        if (kernel.SharedBytes > device.SharedBytesPerBlock) throw CudaErrors.SharedMemory(program, kernel.SharedBytes, device.SharedBytesPerBlock);
        return kernel with { MinBlocks = Occupancy.MinBlocks(kernel, device), WorkspaceBytes = Workspace(kernel) };
    }

    private static (List<For> Loops, EquatableArray<TileStatement> Body) Grid(TileProgram program)
    {
        var loops = new List<For>();
        var body = program.Body;
        while (body is [For { Binding: GridLoop } loop])
        {
            if (loop is not { Low: IndexConstant, High: IndexConstant }) throw CudaErrors.Unsupported(program, $"the bounds of {loop.Axis} on the grid depend on other axes");
            loops.Add(loop);
            body = loop.Body;
        }

        return (loops, body);
    }

    private static KernelAxis Axis(TileProgram program, TileAxis axis, List<For> grid)
    {
        var tile = axis.Tile == 1 ? 1 : (int)WarpPlan.Padded(axis);
        if (grid.FirstOrDefault(l => l.Axis == axis.Name) is { } loop)
        {
            var (low, high) = (((IndexConstant)loop.Low).Value, Math.Min(((IndexConstant)loop.High).Value, axis.Extent.Value));
            return new KernelAxis(axis.Name, axis.Extent.Value, tile, AxisUse.Grid, low, (high - low + tile - 1) / tile, BoundsDependOn(program, axis.Name));
        }

        var isLooped = program.Body.WithNested().OfType<For>().Any(l => l.Axis == axis.Name);
        return new KernelAxis(axis.Name, axis.Extent.Value, tile, isLooped ? AxisUse.Loop : AxisUse.Whole);
    }

    /// <summary>Later tiles of the axis have longer loops.</summary>
    private static bool BoundsDependOn(TileProgram program, string axis) =>
        program.Body.WithNested().OfType<For>().Any(l => l.High.Axes().Contains(axis) && !l.Low.Axes().Contains(axis));

    private static GlobalTensor Tensor(TileProgram program, TileBuffer tensor, bool isOutput) =>
        new(tensor.Name, tensor.Type, TensorStrides.Extents(program, tensor), TensorStrides.Of(program, tensor), isOutput);

    /// <summary>What the blocks of a split leave for the last: accumulators, and two numbers a row for a softmax.</summary>
    private static long Workspace(KernelProgram kernel)
    {
        if (kernel.Body.OfType<Merge>().FirstOrDefault(m => m.Across == SplitScope.Grid) is not { } merge) return 0;
        var blocks = kernel.Grid.Aggregate((long)kernel.BlockParts, (n, a) => checked(n * a.Tiles));
        return blocks * kernel.RowWarps * merge.Values.Sum(v => MergeFloats.Of(kernel, v)) * sizeof(float);
    }
}
