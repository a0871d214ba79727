using MCFuser.Compiler;

namespace MCFuser.Cli.Text.Explain;

/// <summary>The verified graph in the chain language.</summary>
internal sealed class GraphSection : IExplainSection
{
    public string Title => "operator graph";

    public void Write(TextWriter output, Compilation compilation) => output.Write(compilation.Graph);
}
