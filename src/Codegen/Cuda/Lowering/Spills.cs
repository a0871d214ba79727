using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Registers that other threads need go through shared memory.</summary>
internal static class Spills
{
    /// <summary>Writes accumulators or row values to a tile of their own, with the barriers that takes; the tile's name.</summary>
    public static string Write(KernelBuilder builder, string name, DataType type, List<KernelStatement> result)
    {
        var tile = $"{name}.shared";
        var register = builder.Register(builder.Now(name));
        if (!builder.HasTile(tile)) builder.DeclareTile(TileOf(builder, register, tile, type));
        result.Add(new Synchronize(KernelScope.Part));
        if (register is Accumulators sum)
        {
            foreach (var axis in (string[])[sum.RowAxis, sum.ColumnAxis])
                if (builder.IsRagged(axis)) result.Add(new MaskEdge(sum.Name, axis, 0));
            result.Add(new Spill(tile, sum.Name));
        }
        else result.Add(new SpillRows(tile, register.Name));

        result.Add(new Synchronize(KernelScope.Part));
        return tile;
    }

    private static SharedTile TileOf(KernelBuilder builder, RegisterValue register, string tile, DataType type) => register switch
    {
        Accumulators sum => new SharedTile(tile, type, sum.RowAxis, builder.Padded(sum.RowAxis), sum.ColumnAxis, sum.Columns, KernelScope.Part, null, 0),
        RowValues rows => new SharedTile(tile, DataType.F32, "", 1, rows.RowAxis, builder.Padded(rows.RowAxis), KernelScope.Part, null, 0),
        _ => throw CudaErrors.Broken($"{register.Name} cannot be written to shared memory", builder.Program),
    };
}
