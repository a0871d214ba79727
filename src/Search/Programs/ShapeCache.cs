using MCFuser.Core.Tiling;

namespace MCFuser.Search.Programs;

/// <summary>One shape for all candidates with the same expression, the same axes with one tile and the same split.</summary>
internal sealed class ShapeCache<T>(Func<Candidate, T> make)
{
    private readonly Dictionary<(TilingExpression, long, AxisSplit?), T> _shapes = [];

    public T Of(Candidate candidate, TilePoint point)
    {
        var key = (candidate.Tiling, point.Unit, candidate.Split);
        if (!_shapes.TryGetValue(key, out var shape)) _shapes[key] = shape = make(candidate);
        return shape;
    }
}
