using System.Globalization;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Search.Models;
using MCFuser.Search.Statistics;
using MCFuser.Tests.Support;
using MCFuser.Tests.Tiling;

namespace MCFuser.Tests.Search;

/// <summary>The roofline of the CPU against measurements that were recorded once: whoever changes the model sees what it does to its rank correlation.</summary>
public class MeasuredCandidatesTests
{
    [Theory]
    [InlineData("g1", "paper/g1", "", 0.96)]
    [InlineData("g9", "paper/g9", "m=512", 0.96)]
    [InlineData("s2", "paper/s2", "b=2", 0.96)]
    [InlineData("s7", "paper/s7", "", 0.96)]
    [InlineData("three_gemms", "three_gemms", "m=256", 0.97)]
    [InlineData("linear_attention", "linear_attention", "b=2", 0.95)]
    public void Orders_measured_candidates(string name, string sample, string extent, double least)
    {
        var chain = Chain(sample, extent);
        var model = new RooflineModel(chain, Chains.Cpu with { Processors = 1, ClockGigahertz = 3.67, L2GigabytesPerSecond = 94, L2Bytes = 32 << 20 });
        var measured = Read(name).ToList();
        var estimates = measured.Select(m => model.Estimate(Chains.Candidate(chain, m.Tiling, m.Tiles)).Microseconds).ToList();
        Assert.InRange(RankCorrelation.Spearman(estimates, [.. measured.Select(m => m.Microseconds)]), least, 1);

        var chosen = measured[estimates.IndexOf(estimates.Min())];
        Assert.InRange(chosen.Microseconds / measured.Min(m => m.Microseconds), 1, 1.05);
    }

    private static OperatorChain Chain(string sample, string extent)
    {
        var text = File.ReadAllText(SampleFiles.Path(sample)).Replace(DataType.F16.Text(), DataType.F32.Text(), StringComparison.Ordinal);
        var extents = extent.Split('=') is [var axis, var value] ? new Dictionary<string, long> { [axis] = long.Parse(value, CultureInfo.InvariantCulture) } : null;
        return ChainFinder.Find(GraphReader.ReadText(text, sample, extents)[0], FusionMode.Always).Kernels[0];
    }

    private static IEnumerable<(string Tiling, string Tiles, double Microseconds)> Read(string name) =>
        from line in File.ReadLines(Repository.Path($"tests/Search/Measured/{name}.tsv"))
        where line.Length > 0 && line[0] != '#'
        let parts = line.Split(' ', '\t')
        select (parts[0], parts[1], double.Parse(parts[2], CultureInfo.InvariantCulture));
}
