using System.Numerics;
using MCFuser.Core;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Verification;

/// <summary>Tensors name declared axes, each once, and are not too large; there is an output, and none of integers.</summary>
internal static class TensorRule
{
    public static void Check(GraphScope scope)
    {
        var graph = scope.Graph;
        foreach (var tensor in graph.Inputs.Concat(graph.Definitions.Select(d => d.Target))) CheckAxes(scope, tensor);
        foreach (var output in graph.Outputs.Select(d => d.Target).Where(t => t.Type.IsInteger()))
            scope.Report.On(output, FrontendErrors.OutputType(output));
        if (!graph.Outputs.Any()) scope.Report.On(graph, FrontendErrors.NoOutput(graph.Name));
    }

    private static void CheckAxes(GraphScope scope, Tensor tensor)
    {
        var seen = new HashSet<string>();
        var elements = BigInteger.One;
        for (var i = 0; i < tensor.Axes.Count; i++)
        {
            scope.CheckAxis(tensor.Axes[i], tensor, i);
            if (!seen.Add(tensor.Axes[i])) scope.Report.On(tensor, i, FrontendErrors.RepeatedAxis(tensor.Axes[i]));
            else if (scope.FindAxis(tensor.Axes[i]) is { } axis) elements *= ExtentRule.High(axis.Extent);
        }

        if (elements > Limits.Elements && tensor.Axes.All(a => scope.FindAxis(a) is { } axis && ExtentRule.IsValid(axis.Extent)))
            scope.Report.On(tensor, FrontendErrors.TensorTooLarge(tensor.Name));
    }
}
