using MCFuser.Compiler;
using MCFuser.Tiling.Placement;

namespace MCFuser.Cli.Text.Explain;

/// <summary>The statements of every kernel before and after each placement pass, with the bytes they move.</summary>
internal sealed class PlacementSection : IExplainSection
{
    public string Title => "placement";

    public void Write(TextWriter output, Compilation compilation)
    {
        output.WriteLine("L loads, C computes, S stores a tile; a statement stands in the loops that index its tile and behind what it needs.");
        foreach (var kernel in compilation.Kernels)
        {
            output.WriteLine($"{kernel.Chain.Name}: {kernel.Schedule}");
            foreach (var stage in Placer.Trace(kernel.Chain, kernel.Schedule))
                output.WriteLine($"  {stage.Pass,-27}{Units.Bytes((double)stage.Bytes),12}  {stage.Placement}");
        }
    }
}
