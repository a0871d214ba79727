using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>Every axis, buffer and state that a statement names is declared.</summary>
internal static class ReferenceChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var site in view.Sites)
        {
            foreach (var axis in Axes(site.Statement).Distinct().Where(a => !view.HasAxis(a))) view.Report(site, $"unknown axis {axis}");
            var tensors = site.Statement.IndexReads().Select(r => r.Tensor);
            foreach (var buffer in site.Statement.Buffers().Concat(tensors).Distinct().Where(b => !view.HasBuffer(b)))
                view.Report(site, $"unknown buffer {buffer}");
            if (site.Statement.State() is { } state && !view.HasState(state)) view.Report(site, $"unknown state {state}");
            if (site.Statement is Map map && map.Value.SelfAndDescendants().Any(e => e is TensorRead or Reduce or Softmax))
                view.Report(site, "a map reads tiles; reductions and reads of tensors are statements of their own");
        }
    }

    public static IEnumerable<string> AxesAndExtents(IndexExpression index) =>
        index.SelfAndDescendants().OfType<IndexExtent>().Select(e => e.Axis).Concat(index.Axes());

    private static IEnumerable<string> Axes(TileStatement statement)
    {
        IEnumerable<string> own = statement switch
        {
            For loop => [loop.Axis],
            Contract contract => contract.Axes,
            Map map => map.Value.FreeAxes().Concat(map.Value.SelfAndDescendants().OfType<AxisExtent>().Select(e => e.Axis)),
            _ => [],
        };
        return statement.Indices().SelectMany(AxesAndExtents).Concat(own);
    }
}
