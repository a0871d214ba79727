namespace MCFuser.Tiling.Rules;

/// <summary>One row of the funnel: how many candidates a rule removed, and how many are left.</summary>
/// <param name="Classes">How many different expressions or in-block programs are left, where the rule is about them.</param>
public sealed record FunnelRow(string Step, string Sentence, Int128 Removed, Int128 Left, int? Classes = null);
