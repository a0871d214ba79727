using System.Globalization;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>The tiling expressions of a chain grow with the factorial of its tiled axes.</summary>
internal sealed class TiledAxisLimit : IJoinRule
{
    public const int Most = 8;

    public string? Refuse(Join join)
    {
        var count = join.JoinedChain.TiledAxes.Count();
        if (count <= Most) return null;
        return string.Create(CultureInfo.InvariantCulture, $"the chain would have {count} axes to tile; the most is {Most}");
    }
}
