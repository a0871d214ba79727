using System.Globalization;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>An axis that must stay whole is one tile on the chip, so it may not be long.</summary>
internal sealed class WholeAxisLimit : IJoinRule
{
    public const long Most = 8192;

    public string? Refuse(Join join)
    {
        var chain = join.JoinedChain;
        var axis = WholeAxes.Of(chain).Select(chain.FindAxis).FirstOrDefault(a => a.Extent.Upper() > Most);
        if (axis is null) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{axis.Name} = {axis.Extent} would have to stay whole; the most is {Most}");
    }
}
