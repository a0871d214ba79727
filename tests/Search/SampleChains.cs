using MCFuser.Core.Chains;
using MCFuser.Tests.Support;
using MCFuser.Tests.Tiling;

namespace MCFuser.Tests.Search;

internal static class SampleChains
{
    /// <summary>The 21 shapes of the paper.</summary>
    public static IEnumerable<string> Paper => SampleFiles.All.Where(s => s.StartsWith("paper/", StringComparison.Ordinal));

    public static OperatorChain Read(string sample) => Chains.Parse(File.ReadAllText(SampleFiles.Path(sample)));
}
