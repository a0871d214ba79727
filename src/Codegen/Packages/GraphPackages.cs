using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;

namespace MCFuser.Codegen.Packages;

/// <summary>Describes how the packages of a graph work together.</summary>
public static class GraphPackages
{
    /// <param name="graph">What was compiled.</param>
    /// <param name="kernels">Its kernels in data-flow order; the package of each is the folder of its name.</param>
    public static PackagedGraph Describe(OperatorGraph graph, IReadOnlyList<OperatorChain> kernels)
    {
        var outputs = graph.Outputs.Select(d => d.Target).ToList();
        return new PackagedGraph
        {
            Graph = graph.Name,
            Axes = graph.Axes.Select(Axis).ToEquatableArray(),
            Inputs = graph.Inputs.Select(Named).ToEquatableArray(),
            Outputs = outputs.Select(Named).ToEquatableArray(),
            Materialised = kernels.SelectMany(k => k.Outputs.Where(o => outputs.All(t => t.Name != o)).Select(o => Intermediate(k, o))).ToEquatableArray(),
            Kernels = kernels.Select(k => new PackagedKernel { Package = k.Name, Inputs = [.. k.Inputs.Select(t => t.Name)], Outputs = k.Outputs })
                .ToEquatableArray(),
        };
    }

    private static ManifestAxis Axis(Axis axis) => axis.Extent switch
    {
        SymbolicExtent(var low, var high) => new ManifestAxis(axis.Name, low, high),
        var extent => new ManifestAxis(axis.Name, extent.Value, extent.Value),
    };

    private static PackagedTensor Named(Tensor tensor) => new()
    {
        Name = tensor.Name,
        Type = tensor.Type,
        Shape = tensor.Axes.Select(a => new ManifestExpression(a)).ToEquatableArray(),
    };

    /// <summary>A tensor between kernels may have axes that the graph does not know.</summary>
    private static PackagedTensor Intermediate(OperatorChain kernel, string name)
    {
        var tensor = kernel.FindStep(name)!.Target;
        return new PackagedTensor
        {
            Name = name,
            Type = tensor.Type,
            Shape = tensor.Axes.Select(a => new ManifestExpression(kernel.Extent(a))).ToEquatableArray(),
        };
    }
}
