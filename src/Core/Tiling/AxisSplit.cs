using MCFuser.Core.TilePrograms;

namespace MCFuser.Core.Tiling;

/// <summary>The tiles of a reduction dealt out to parts that run at once; their partial results are combined at the end.</summary>
public sealed record AxisSplit(string Axis, int Parts, SplitScope Scope);
