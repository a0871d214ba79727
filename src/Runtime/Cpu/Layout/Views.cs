using MCFuser.Core;
using MCFuser.Core.Expressions;
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
        var statements = program.Body.SelectMany(All).ToList();
        if (statements.OfType<Load>().Where(l => l.Destination == buffer.Name).ToList() is not [var load]) return null;
        if (program.Inputs.FirstOrDefault(i => i.Name == load.Source) is not { Type: DataType.F32 }) return null;
        if (program.States.Any(s => s.Parts.Contains(buffer.Name)) || !statements.All(s => s == load || OnlyContracts(s, buffer.Name))) return null;
        return buffer.Dimensions.All(d => d.Live == LiveRange.Tile || axes.Tiles(axes[d.Axis]) == 1) ? load : null;
    }

    /// <summary>
    /// A view pays where rows stay contiguous. Rows a multiple of 4 KiB apart fall into the same cache sets, so many of them are better copied.
    /// </summary>
    public static bool Pays(IReadOnlyList<long> sizes, IReadOnlyList<long> strides)
    {
        var inner = sizes.ToList().FindLastIndex(s => s > 1);
        if (inner < 0) return true;
        if (strides[inner] != sizeof(float)) return false;
        const int Ways = 8;
        return !sizes.Zip(strides).Any(d => d.First > Ways && d.Second % PageBytes == 0);
    }

    private static IEnumerable<TileStatement> All(TileStatement statement) => statement.Children.SelectMany(All).Prepend(statement);

    private static bool OnlyContracts(TileStatement statement, string buffer) => statement switch
    {
        Load load => load.Destination != buffer && load.Source != buffer,
        Store store => store.Source != buffer && store.Destination != buffer,
        Contract contract => contract.Accumulator != buffer,
        Map map => map.Destination != buffer && !map.Value.SelfAndDescendants().OfType<Element>().Any(e => e.Buffer == buffer),
        Update update => update.Source != buffer && update.Destination != buffer,
        Finish finish => finish.Source != buffer && finish.Destination != buffer,
        _ => true,
    };
}
