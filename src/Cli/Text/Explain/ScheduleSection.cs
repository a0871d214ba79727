using MCFuser.Compiler;

namespace MCFuser.Cli.Text.Explain;

/// <summary>The tiling expression and the tile sizes of every kernel, as the command line takes them.</summary>
internal sealed class ScheduleSection : IExplainSection
{
    public string Title => "schedule";

    public void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.Kernels)
        {
            output.WriteLine($"{kernel.Chain.Name}: {SearchText.Flags(kernel.Search.Winner)}");
        }
    }
}
