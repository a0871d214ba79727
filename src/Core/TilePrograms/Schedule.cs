namespace MCFuser.Core.TilePrograms;

/// <summary>What happens inside a block beyond the tiles: how warps share the tile, and how deep the pipeline is.</summary>
public sealed record Schedule(int WarpsM = 4, int WarpsN = 1, int WarpsSplit = 1, int Stages = 2, int ClusterSize = 1);
