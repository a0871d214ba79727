using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Core.Chains;

/// <summary>A value that stays on chip has no addresses: it is read at exactly the axes that it was computed for.</summary>
public static class OwnAxes
{
    public static bool IsAtOwnAxes(this TensorRead read, Tensor tensor) =>
        read.Indices.Count == tensor.Axes.Count
        && read.Indices.Zip(tensor.Axes).All(p => p.First is IndexAxis(var axis) && axis == p.Second);

    /// <summary>The element of a tensor at the point of its own axes.</summary>
    public static TensorRead ReadAtOwnAxes(this Tensor tensor) =>
        new(tensor.Name, tensor.Axes.Select(a => (IndexExpression)new IndexAxis(a)).ToEquatableArray());
}
