using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Verification;

/// <summary>A graph holds only what the chain language can write: no casts and no elements of on-chip buffers.</summary>
internal static class NodeRule
{
    public static void Check(GraphScope scope)
    {
        foreach (var node in scope.Graph.Definitions.SelectMany(d => d.Value.SelfAndDescendants()))
        {
            var foreign = node switch
            {
                Cast => "a cast",
                Element => "an element of an on-chip buffer",
                Number(double.NaN) => "a number that is not a number",
                Reduce(_, { Count: 0 }, _) => "a reduction over no axis",
                _ => null,
            };
            if (foreign is not null) scope.Report.On(node, FrontendErrors.NotInLanguage(foreign));
        }
    }
}
