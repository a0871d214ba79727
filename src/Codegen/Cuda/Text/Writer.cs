using System.Text;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Lines of text, indented by braces.</summary>
internal sealed class Writer
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line)
    {
        if (line.Length > 0) _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
    }

    public void Open(string line)
    {
        Line(line);
        _depth++;
    }

    public void Close(string line = "}")
    {
        _depth--;
        Line(line);
    }

    public override string ToString() => _text.ToString();
}
