using MCFuser.Compiler;

namespace MCFuser.Cli.Text.Explain;

/// <summary>One part of what <c>explain</c> says about a compiled graph.</summary>
internal interface IExplainSection
{
    string Title { get; }

    void Write(TextWriter output, Compilation compilation);
}
