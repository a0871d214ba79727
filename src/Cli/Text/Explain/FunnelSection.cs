using MCFuser.Compiler;
using MCFuser.Core.Devices;
using MCFuser.Tiling.Rules;

namespace MCFuser.Cli.Text.Explain;

/// <summary>The counted funnel: how many candidates each pruning rule removed, and why.</summary>
internal sealed class FunnelSection : IExplainSection
{
    public string Title => "search space";

    public void Write(TextWriter output, Compilation compilation)
    {
        var chain = compilation.MainKernel.Chain;
        var space = SearchSpace.Prune(chain, compilation.Device);
        output.WriteLine($"{space.Expressions.Count} expressions x tile sizes in multiples of 16 of {string.Join(", ", chain.TiledAxes.Select(a => $"{a.Name} = {a.Extent}"))}:");
        output.WriteLine($"  {"candidates",-24}{Units.Count(space.RawCandidates),16}");
        foreach (var row in space.Funnel)
        {
            var classes = row.Classes is { } count ? $" ({count} programs)" : "";
            output.WriteLine($"  {row.Step,-24}{Units.Count(row.Left),16}  -{Units.Count(row.Removed)}{classes}: {row.Sentence}");
        }

        if (compilation.Device.Kind == DeviceKind.Cuda)
            output.WriteLine($"  {"with live copies",-24}{Units.Count(LiveCopies.Fitting(space, compilation.Device)),16}  of rule 4's: every tile of the result that stays alive counts");
        output.WriteLine($"  tile sizes left: {string.Join("; ", chain.TiledAxes.Zip(space.Sizes, (a, s) => $"{a.Name} {string.Join(" ", s)}"))}");
    }
}
