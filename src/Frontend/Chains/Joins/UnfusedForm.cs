using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains.Joins;

/// <summary>
/// Contractions, reductions and softmaxes have a kernel each. A map joins the kernel whose results are all that it reads, or the
/// reduction or softmax that it feeds, or, if it reads inputs only, the contraction that it feeds.
/// </summary>
internal sealed class UnfusedForm : IJoinRule
{
    public string? Refuse(Join join)
    {
        var (before, after) = (IsHeavy(join, join.Producers), IsHeavy(join, join.Consumers));
        return (before, after) switch
        {
            (true, true) => "fusion is off: contractions, reductions and softmaxes have a kernel each",
            (true, false) when ReadsOthers(join, join.Consumers) => "fusion is off: a map joins a kernel if it reads nothing else",
            (false, true) when ReadsOthers(join, join.Producers) && join.Consumers.Any(s => join.Graph.Steps[s] is Contraction) =>
                "fusion is off: only maps of inputs join the contraction that they feed",
            _ => null,
        };
    }

    private static bool IsHeavy(Join join, IReadOnlyList<int> members) => members.Any(s => join.Graph.Steps[s] is not ElementwiseMap);

    /// <summary>Whether a group reads steps of other groups than the two.</summary>
    private static bool ReadsOthers(Join join, IReadOnlyList<int> members) =>
        members.SelectMany(s => join.Graph.Into[s]).Any(e => !join.Joined.Contains(e.Producer));
}
