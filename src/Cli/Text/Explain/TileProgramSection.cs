using MCFuser.Compiler;

namespace MCFuser.Cli.Text.Explain;

/// <summary>The tile program of every kernel.</summary>
internal sealed class TileProgramSection : IExplainSection
{
    public string Title => "tile program";

    public void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.Kernels) output.Write(kernel.Program);
    }
}
