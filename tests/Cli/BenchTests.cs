using System.Text.Json;
using MCFuser.Cli.Text;
using MCFuser.Core.Diagnostics;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

public class BenchTests
{
    [Fact]
    public async Task Measures_a_shape_and_writes_its_own_section_of_the_page()
    {
        using var folder = new TemporaryFolder();
        var page = folder.Write("page.md", "# Performance\n\n<!-- begin: other -->\nkept\n<!-- end: other -->\n");
        foreach (var _ in Enumerable.Range(0, 2))
            (await CommandLine.Run("bench", "paper", "--shape", "g1", "--samples", "8", "-o", page)).AssertSucceeds();
        var text = File.ReadAllText(page);
        Assert.StartsWith("# Performance\n\n<!-- begin: other -->\nkept\n<!-- end: other -->\n", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), l => l.StartsWith("| g1 | 34 |", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prints_what_it_measured_as_json_and_writes_no_page_for_a_part_of_the_suite()
    {
        var before = Repository.ReadText("docs/performance.md");
        var output = (await CommandLine.Run("bench", "paper", "--shape", "s7", "--samples", "8", "--json")).AssertSucceeds().Output;
        using var json = JsonDocument.Parse(output);
        var shape = Assert.Single(json.RootElement.GetProperty("shapes").EnumerateArray());
        Assert.Equal("s7", shape.GetProperty("shape").GetString());
        Assert.Equal(2.0 * 512 * 256 * (64 + 64), shape.GetProperty("flops").GetDouble());
        Assert.Equal(["m", "n", "k", "h"], shape.GetProperty("tiles").EnumerateObject().Select(t => t.Name));
        foreach (var name in new[] { "fusedUs", "unfusedUs", "ratio", "peak", "searchSeconds" }) Assert.True(shape.GetProperty(name).GetDouble() > 0, name);
        Assert.Equal(
            shape.GetProperty("flops").GetDouble() / shape.GetProperty("fusedUs").GetDouble() * 1e6 / shape.GetProperty("peak").GetDouble(),
            shape.GetProperty("shareOfPeak").GetDouble(), 1e-9);
        Assert.InRange(shape.GetProperty("model").GetProperty("correlation").GetDouble(), -1, 1);
        Assert.Equal(8, shape.GetProperty("model").GetProperty("samples").GetInt32());
        Assert.Equal(before, Repository.ReadText("docs/performance.md"));
    }

    [Fact]
    public void A_section_is_replaced_where_it_stands_and_added_where_it_is_missing()
    {
        var page = MarkedSection.Replace("# Page\n", "a", "one\n");
        Assert.Equal("# Page\n\n<!-- begin: a -->\none\n<!-- end: a -->\n", page);
        page = MarkedSection.Replace(page, "b", "two");
        Assert.Equal("# Page\n\n<!-- begin: a -->\n1\n<!-- end: a -->\n\n<!-- begin: b -->\ntwo\n<!-- end: b -->\n", MarkedSection.Replace(page, "a", "1"));
    }

    [Theory]
    [InlineData("bench")]
    [InlineData("bench papers")]
    [InlineData("bench paper --shape g13")]
    [InlineData("bench paper --samples 1")]
    public async Task Misuse_exits_with_2(string arguments) =>
        (await CommandLine.Run(arguments.Split(' '))).AssertFails(ExitCode.Usage, MCFuser.Cli.CliCodes.Usage);
}
