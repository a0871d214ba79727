using MCFuser.Core.TilePrograms;

namespace MCFuser.Core.Tiling;

/// <summary>The tile size of one axis, in positions.</summary>
public sealed record AxisTile(string Axis, int Size);

/// <summary>
/// One point of the search space: a tiling expression, a tile size for each axis it writes, at most one split reduction, and what happens inside a block (null
/// for the usual).
/// </summary>
public sealed record Candidate(TilingExpression Tiling, EquatableArray<AxisTile> Tiles, AxisSplit? Split = null, Schedule? Schedule = null)
{
    public int Tile(string axis) => Tiles.First(t => t.Axis == axis).Size;

    /// <summary><c>mn(k,h) m=64,n=64,k=64,h=64</c>: the tiling expression and the tile sizes as the command line takes them, then the split and the warps.</summary>
    public override string ToString()
    {
        var split = Split is null ? "" : $" split {Split.Axis}={Split.Parts}:{Split.Scope.ToString().ToLowerInvariant()}";
        var block = Schedule is null ? "" : $" warps={Schedule.WarpsM} stages={Schedule.Stages}";
        return $"{Tiling} {string.Join(",", Tiles.Select(t => $"{t.Axis}={t.Size}"))}{split}{block}";
    }
}
