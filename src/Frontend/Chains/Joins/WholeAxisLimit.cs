using System.Globalization;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>An axis that must stay whole is one tile on the chip, so it may not be long.</summary>
internal sealed class WholeAxisLimit : IJoinRule
{
    public const long Most = 8192;

    public string? Refuse(Join join)
    {
        var chain = join.Chain(join.Joined);
        var axis = WholeAxes.Of(chain).Select(chain.FindAxis).FirstOrDefault(a => a.Extent.Upper() > Most);
        return axis is null ? null : string.Create(CultureInfo.InvariantCulture, $"axis {axis.Name} = {axis.Extent} would have to stay whole on chip; the most is {Most}");
    }
}
