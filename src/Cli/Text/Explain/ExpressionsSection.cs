using MCFuser.Compiler;
using MCFuser.Tiling;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Rules;

namespace MCFuser.Cli.Text.Explain;

/// <summary>Every tiling expression of the main chain, and which of them run the same program inside a block.</summary>
internal sealed class ExpressionsSection : IExplainSection
{
    private const int Shown = 40;

    public string Title => "tiling expressions";

    public void Write(TextWriter output, Compilation compilation)
    {
        var chain = compilation.MainKernel.Chain;
        var flow = new ChainFlow(chain);
        var space = SearchSpace.Prune(chain, compilation.Device);
        output.WriteLine($"A tiling expression writes the loops over the tiles of {string.Join(", ", chain.TiledAxes.Select(a => a.Name))}: "
            + "adjacency nests, parentheses put loops side by side.");
        output.WriteLine($"{chain.Name} has {space.Expressions.Count}: {string.Join(" ", space.Expressions.Take(Shown))}{(space.Expressions.Count > Shown ? " ..." : "")}");
        output.WriteLine("With the outer loops on the grid, these are the programs a block can run:");
        foreach (var c in Deduplication.Apply(flow, space.Expressions))
        {
            var problem = Legality.PartialResult(flow, new StepPaths(flow, c.Representative, unit: []));
            var grid = string.Join(" ", GridAxes.Of(flow, c.Representative));
            output.WriteLine($"  {c.Representative,-10} grid {grid,-4} stands for {c.Members.Count}{(problem is null ? "" : $"; dropped: {problem}")}");
        }
    }
}
