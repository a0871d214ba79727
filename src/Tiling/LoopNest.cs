using MCFuser.Core.Tiling;

namespace MCFuser.Tiling;

/// <summary>Looks up, for each loop of a tiling expression, the loops around it.</summary>
public sealed class LoopNest
{
    private readonly Dictionary<string, List<string>> _ancestors = [];

    public LoopNest(TilingExpression expression)
    {
        foreach (var root in expression.Roots) Visit(root, []);
    }

    /// <summary>The loops around an axis from the outside in, then the axis itself.</summary>
    public IReadOnlyList<string> Path(string axis) => _ancestors[axis];

    public int Depth(string axis) => _ancestors[axis].Count;

    /// <summary>True where the loop over <paramref name="outer"/> stands around the loop over <paramref name="inner"/>.</summary>
    public bool Encloses(string outer, string inner) => outer != inner && _ancestors[inner].Contains(outer);

    private void Visit(TilingLoop loop, List<string> around)
    {
        List<string> path = [.. around, loop.Axis];
        _ancestors[loop.Axis] = path;
        foreach (var child in loop.Children) Visit(child, path);
    }
}
