using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Search.Programs;

/// <summary>Where the elements of a tile lie in a tensor: bytes between neighbours along each axis, for indices that are linear in the axes.</summary>
internal sealed class TensorPlace
{
    private readonly Dictionary<int, long> _strides = [];

    public TensorPlace(ChainAxes axes, TileBuffer tensor, EquatableArray<IndexExpression> indices)
    {
        long stride = tensor.Type.Bytes();
        for (var dimension = indices.Count - 1; dimension >= 0; dimension--)
        {
            Add(axes, indices[dimension], stride);
            stride *= axes.Extents[axes[tensor.Dimensions[dimension].Axis]];
        }
    }

    public IEnumerable<int> Axes => _strides.Keys;

    /// <summary>Whether positions come from memory or are otherwise not linear.</summary>
    public bool IsScattered { get; private set; }

    public long Stride(int axis) => _strides.GetValueOrDefault(axis);

    private void Add(ChainAxes axes, IndexExpression index, long factor)
    {
        switch (index)
        {
            case IndexAxis(var axis): _strides[axes[axis]] = Stride(axes[axis]) + factor; break;
            case IndexConstant or IndexExtent: break;
            case IndexAdd(var x, var y):
                Add(axes, x, factor);
                Add(axes, y, factor);
                break;
            case IndexMultiply(IndexConstant(var scale), var x): Add(axes, x, scale * factor); break;
            case IndexMultiply(var x, IndexConstant(var scale)): Add(axes, x, scale * factor); break;
            default:
                IsScattered = true;
                foreach (var axis in index.Axes()) _strides.TryAdd(axes[axis], 0);
                break;
        }
    }
}
