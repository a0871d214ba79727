using MCFuser.Core.Chains;

namespace MCFuser.Search.Programs;

/// <summary>The axes of a chain by number, so that models add and multiply instead of looking up names.</summary>
internal sealed class ChainAxes
{
    private readonly Dictionary<string, int> _numbers = [];

    public ChainAxes(OperatorChain chain)
    {
        Chain = chain;
        Names = [.. chain.Axes.Select(a => a.Name)];
        Extents = [.. chain.Axes.Select(a => a.Extent.Value)];
        for (var i = 0; i < Names.Length; i++) _numbers[Names[i]] = i;
        Batch = Numbers(chain.Axes.Where(a => a.Role == AxisRole.Batch).Select(a => a.Name));
        Tiled = Numbers(chain.TiledAxes.Select(a => a.Name));
    }

    public OperatorChain Chain { get; }

    public string[] Names { get; }

    public long[] Extents { get; }

    public int[] Batch { get; }

    /// <summary>The axes that candidates have tile sizes for, in the order of a candidate's tiles.</summary>
    public int[] Tiled { get; }

    public int this[string name] => _numbers[name];

    public int[] Numbers(IEnumerable<string> names) => [.. names.Distinct().Select(n => _numbers[n])];
}
