using System.Globalization;
using MCFuser.Compiler;
using MCFuser.Tiling.Rules;

namespace MCFuser.Cli.Text.Explain;

/// <summary>How many schedules each kernel with a contraction has, and what each pruning rule leaves of them.</summary>
internal sealed class SearchSpaceSection : IExplainSection
{
    public string Title => "search space";

    public void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.ContractionKernels)
        {
            var space = SearchSpace.Prune(kernel.Chain, compilation.Device);
            output.WriteLine($"{kernel.Chain.Name}: {Count(space.Expressions.Count)} tiling expressions, {Count(space.RawCandidates)} candidates");
            foreach (var row in space.Funnel)
            {
                var classes = row.Classes is { } count ? $" in {Count(count)} classes" : "";
                output.WriteLine($"  {row.Step,-24} removes {Count(row.Removed),15}, leaves {Count(row.Left),15}{classes}");
            }
        }
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
