namespace MCFuser.Core.Tiling;

/// <summary>The tile size of one axis, in positions.</summary>
public sealed record AxisTile(string Axis, int Size);

/// <summary>One point of the search space: a tiling expression and a tile size for each axis it writes.</summary>
public sealed record Candidate(TilingExpression Tiling, EquatableArray<AxisTile> Tiles)
{
    public int Tile(string axis) => Tiles.First(t => t.Axis == axis).Size;

    /// <summary><c>mn(k,h) m=64,n=64,k=64,h=64</c>: the tiling expression and the tile sizes as the command line takes them.</summary>
    public override string ToString() => $"{Tiling} {string.Join(",", Tiles.Select(t => $"{t.Axis}={t.Size}"))}";
}
