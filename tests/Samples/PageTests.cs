using System.Text.RegularExpressions;
using MCFuser.Compiler;
using MCFuser.Compiler.Running;
using MCFuser.Core.Tensors;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Samples;

/// <summary>What the pages show works, and what they name exists.</summary>
public partial class PageTests
{
    private static readonly string _readme = Repository.ReadText("README.md");

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Repository.Path("docs"), "*.md").Select(f => $"docs/{Path.GetFileName(f)}").Order(StringComparer.Ordinal).Prepend("README.md")];

    [Fact]
    public void The_chain_is_that_of_the_sample()
    {
        var chain = Repository.ReadText("samples/attention.mcf");
        Assert.Contains(chain[chain.IndexOf("chain ", StringComparison.Ordinal)..], _readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_in_C_sharp_runs()
    {
        var options = new CompilationOptions { Extents = new Dictionary<string, long> { ["m"] = 197, ["n"] = 197 } };
        var graph = Pipeline.Read(SampleFiles.Path("attention"), options)[0];
        using var runner = new GraphRunner(Pipeline.Compile(graph, options, TestContext.Current.CancellationToken), RandomInputs.Create(graph, seed: 0));
        runner.Run();
        Assert.Equal([12, 197, 64], runner.Outputs["O"].Shape);
        Assert.All(runner.Outputs["O"].ToSingles(), x => Assert.InRange(x, -1, 1));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_file_that_a_page_names_exists(string page)
    {
        var text = Repository.ReadText(page);
        var folder = Path.GetDirectoryName(Repository.Path(page))!;
        var links = Link().Matches(text).Select(m => Path.Combine(folder, m.Groups[1].Value));
        var sources = File().Matches(text).Select(m => Repository.Path(m.Groups[1].Value));
        Assert.All(links.Concat(sources), f => Assert.True(Path.Exists(f), $"{page} names {f}"));
    }

    [GeneratedRegex(@"\]\(([\w./-]+\.md)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((src|samples|tests|bench)/[\w./]+)`")]
    private static partial Regex File();
}
