using System.Globalization;

namespace MCFuser.Core.Graphs;

/// <summary>How many positions an axis has: a constant, or a symbol bound at run time within a range.</summary>
public abstract record Extent
{
    /// <summary>The constant extent.</summary>
    /// <exception cref="InvalidOperationException">The extent is symbolic.</exception>
    public long Value => this is ConstantExtent(var value) ? value : throw new InvalidOperationException($"extent {this} is not bound");
}

public sealed record ConstantExtent(long Constant) : Extent
{
    public override string ToString() => Constant.ToString(CultureInfo.InvariantCulture);
}

/// <summary><c>low..high</c>, both inclusive.</summary>
public sealed record SymbolicExtent(long Low, long High) : Extent
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Low}..{High}");
}
