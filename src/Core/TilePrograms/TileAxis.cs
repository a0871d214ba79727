using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Core.TilePrograms;

/// <summary>A loop of the kernel and its tile size. An axis whose tile covers its extent is untiled: it needs no loop.</summary>
/// <remarks><c>Fused</c> names further axes that run together with this one (r of grouped-query attention fused into m).</remarks>
public sealed record TileAxis(string Name, Extent Extent, int Tile, AxisRole Role, EquatableArray<string> Fused)
{
    public bool IsUntiled => Extent is ConstantExtent(var extent) && Tile >= extent;

    /// <summary>How many tiles cover the axis.</summary>
    public long Tiles => (Extent.Value + Tile - 1) / Tile;
}
