using System.Globalization;
using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>Keeps the search space of a chain small.</summary>
internal sealed class ContractionLimit(int most) : IJoinRule
{
    public string? Refuse(Join join)
    {
        var count = join.Joined.Count(s => join.Graph.Steps[s] is Contraction);
        if (count <= most) return null;
        return string.Create(CultureInfo.InvariantCulture, $"the chain would hold {count} contractions; the most is {most}");
    }
}
