namespace MCFuser.Core.Tiling;

/// <summary>A cross-tile loop and the loops inside it.</summary>
public sealed record TilingLoop(string Axis, EquatableArray<TilingLoop> Children)
{
    public IEnumerable<TilingLoop> SelfAndDescendants() => Children.SelectMany(c => c.SelfAndDescendants()).Prepend(this);
}

/// <summary>
/// A tiling expression: a forest of cross-tile loops that holds each axis once (MCFuser, SC'24, section 3).
/// Adjacency nests, parentheses put loops side by side: <c>mhnk</c> is deep, <c>mn(k,h)</c> is flat.
/// </summary>
public sealed record TilingExpression(EquatableArray<TilingLoop> Roots)
{
    /// <summary>The axes from the outside in, siblings in order.</summary>
    public IEnumerable<string> Axes => Roots.SelectMany(r => r.SelfAndDescendants()).Select(l => l.Axis);

    public bool IsDeep => Roots.Count <= 1 && Roots.SelectMany(r => r.SelfAndDescendants()).All(l => l.Children.Count <= 1);

    public override string ToString() => TilingPrinter.Print(this);
}
