using MCFuser.Compiler;
using MCFuser.Tiling.Placement;

namespace MCFuser.Cli.Text.Explain;

/// <summary>The statements of every kernel after each placement pass, and the bytes they move.</summary>
internal sealed class PlacementSection : IExplainSection
{
    public string Title => "placement";

    public void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.Kernels)
        {
            output.WriteLine(kernel.Chain.Name);
            foreach (var stage in Placer.Trace(kernel.Chain, kernel.Schedule))
                output.WriteLine($"  {stage.Pass,-28} {Units.Bytes(stage.Bytes),8}  {stage.Placement}");
        }
    }
}
