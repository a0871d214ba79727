using System.Text.RegularExpressions;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Frontend.Names;

namespace MCFuser.Tests.Frontend;

public class DocumentationTests
{
    [Fact]
    public void The_examples_are_valid()
    {
        var examples = Regex.Matches(Repository.ReadText("docs/language.md"), "```mcf\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal(3, examples.Count);
        foreach (Match example in examples)
        {
            var graph = Assert.Single(GraphReader.ReadText(example.Groups[1].Value, "docs/language.md"));
            Assert.Equal(graph, GraphReader.ReadText(GraphPrinter.Print(graph), "printed")[0]);
        }
    }

    [Fact]
    public void The_samples_are_valid()
    {
        var samples = Directory.GetFiles(Repository.Path("samples"), "*.mcf", SearchOption.AllDirectories);
        Assert.NotEmpty(samples);
        foreach (var sample in samples) Assert.NotEmpty(GraphReader.ReadFile(sample));
    }

    [Fact]
    public void Every_function_is_described()
    {
        var text = Repository.ReadText("docs/language.md");
        foreach (var function in ReservedNames.Functions) Assert.Matches($@"`[^`\n]*\b{function}\b[^`\n]*`", text);
        Assert.Subset(ReservedNames.Functions.ToHashSet(), OperatorText.FunctionNames.ToHashSet());
    }
}
