namespace MCFuser.Frontend.Chains.Joins;

/// <summary>Leaves it to an estimate whether contractions are joined; what is memory-intensive is always joined to them.</summary>
internal sealed class Worthwhile(JoinJudge judge) : IJoinRule
{
    private readonly Dictionary<(string Producers, string Consumers), bool> _verdicts = [];

    public string? Refuse(Join join) =>
        join.Parts.All(p => p.Contractions.Any()) && !IsWorthwhile(join) ? "two kernels are estimated to be faster" : null;

    /// <summary>Estimates take their time, and the same groups are looked at again and again.</summary>
    private bool IsWorthwhile(Join join)
    {
        var groups = (string.Join(' ', join.Producers), string.Join(' ', join.Consumers));
        if (_verdicts.TryGetValue(groups, out var known)) return known;
        return _verdicts[groups] = judge(join.Parts[0], join.Parts[1], join.JoinedChain);
    }
}
