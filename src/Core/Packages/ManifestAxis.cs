namespace MCFuser.Core.Packages;

/// <summary>An axis and the extents it may have; a fixed one has a single extent.</summary>
public sealed record ManifestAxis(string Name, long Min, long Max)
{
    public bool IsFixed => Min == Max;
}
