using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Verification;

/// <summary>
/// Expressions nest at most <see cref="Limits.Nesting"/> levels. An operator, a call and the brackets of a read are a level each,
/// so that the printed text never has more brackets inside each other than the tree has levels.
/// </summary>
internal static class NestingRule
{
    public static void Check(GraphScope scope)
    {
        foreach (var definition in scope.Graph.Definitions.Where(d => !Fits(d.Value)))
            scope.Report.On(definition.Value, FrontendErrors.NestingTooDeep());
    }

    public static bool Fits(Expression expression) => Fits(expression, Limits.Nesting);

    private static bool Fits(Expression expression, int levels) => levels >= 0 && expression switch
    {
        TensorRead(_, { Count: > 0 } indices) => indices.All(i => Fits(i, levels - 1)),
        AxisExtent => levels > 0,
        _ => expression.Children().All(c => Fits(c, levels - 1)),
    };

    private static bool Fits(IndexExpression index, int levels) => levels >= 0 && index.Children().All(c => Fits(c, levels - 1));
}
