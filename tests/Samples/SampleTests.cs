using System.Text.RegularExpressions;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Samples;

/// <summary>Every sample runs and is right.</summary>
public partial class SampleTests
{
    /// <summary>Extents that no tile divides, and 1; heads and groups are few, so that the interpreter has little to do.</summary>
    private static readonly Dictionary<string, int>[] _odd =
    [
        new() { ["m"] = 197, ["n"] = 77, ["k"] = 1, ["h"] = 80, ["p"] = 17 },
        new() { ["m"] = 1, ["n"] = 257, ["k"] = 80, ["h"] = 77, ["p"] = 1 },
        new() { ["m"] = 77, ["n"] = 1, ["k"] = 197, ["h"] = 257, ["p"] = 80 },
        new() { ["m"] = 257, ["n"] = 197, ["k"] = 17, ["h"] = 1, ["p"] = 77 },
    ];

    public static TheoryData<string> All => [.. SampleFiles.All];

    public static TheoryData<string, int> AllOnOddExtents =>
        new(SampleFiles.Kinds
            .SelectMany(s => Enumerable.Range(0, _odd.Length).Select(i => (s, i))));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Is_right_on_its_own_extents(string sample) =>
        (await CommandLine.Run("run", SampleFiles.Path(sample), "--check")).AssertSucceeds();

    [Theory]
    [MemberData(nameof(AllOnOddExtents))]
    public async Task Is_right_on_extents_that_divide_nothing(string sample, int extents)
    {
        var axes = AxisName().Matches(File.ReadAllText(SampleFiles.Path(sample))).Select(m => m.Groups[1].Value);
        var settings = string.Join(",", axes.Select(a => $"{a}={_odd[extents].GetValueOrDefault(a, 1 + extents % 3)}"));
        (await CommandLine.Run("run", SampleFiles.Path(sample), "--set", settings, "--check", "--seed", "3")).AssertSucceeds();
    }

    [Fact]
    public void Says_in_its_first_line_what_it_is() =>
        Assert.All(SampleFiles.All, s => Assert.Matches(@"^// \S.*\.$", File.ReadLines(SampleFiles.Path(s)).First()));

    /// <summary>The files of a family differ in their comment, name and extents only.</summary>
    [Theory]
    [InlineData('g', 12)]
    [InlineData('s', 9)]
    public void The_shapes_of_the_paper_are_one_chain_each(char family, int count)
    {
        var names = Enumerable.Range(1, count).Select(i => $"paper/{family}{i}").ToList();
        Assert.Subset(SampleFiles.All.ToHashSet(), names.ToHashSet());
        Assert.Single(names.Select(n => string.Join('\n', File.ReadLines(SampleFiles.Path(n)).Skip(2))).Distinct());
    }

    [GeneratedRegex(@"[(,] *(\w+) = \d+")]
    private static partial Regex AxisName();
}
