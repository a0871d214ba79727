using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>
/// Finds tiles that need no memory of their own: an f32 tensor already holds them in a layout that the contractions can read where it lies.
/// </summary>
internal static class Views
{
    private const int PageBytes = 4096;

    /// <summary>The load that a buffer is a view of, or null where it must be copied.</summary>
    public static Load? Find(TileProgram program, TileBuffer buffer, AxisTable axes)
    {
        var statements = program.Body.WithNested().ToList();
        if (statements.OfType<Load>().Where(l => l.Destination == buffer.Name).ToList() is not [var load]) return null;
        if (program.Inputs.FirstOrDefault(i => i.Name == load.Source) is not { Type: DataType.F32 }) return null;
        if (statements.Any(s => s is not Load && s.TilesWritten(program).Contains(buffer.Name))) return null;
        if (statements.Any(s => s is not Contract && s.TilesRead(program).Contains(buffer.Name))) return null;
        return buffer.Dimensions.All(d => d.Live == LiveRange.Tile || axes.Tiles(axes[d.Axis]) == 1) ? load : null;
    }

    /// <summary>
    /// A view pays where rows stay contiguous. Rows a multiple of 4 KiB apart fall into the same cache sets, so many of them are better
    /// copied.
    /// </summary>
    public static bool Pays(IReadOnlyList<long> sizes, IReadOnlyList<long> strides)
    {
        var inner = sizes.ToList().FindLastIndex(s => s > 1);
        if (inner < 0) return true;
        if (strides[inner] != sizeof(float)) return false;
        const int Ways = 8;
        return !sizes.Zip(strides).Any(d => d.First > Ways && d.Second % PageBytes == 0);
    }
}
