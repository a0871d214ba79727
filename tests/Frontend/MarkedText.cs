using MCFuser.Core.Diagnostics;

namespace MCFuser.Tests.Frontend;

/// <summary>A text in which «marks» show where messages are expected, in order; an empty pair marks the end of the file.</summary>
internal sealed record MarkedText(string Text, IReadOnlyList<SourceSpan> Spans)
{
    public static MarkedText Parse(string marked)
    {
        var (text, spans) = ("", new List<SourceSpan>());
        var (line, column) = (1, 1);
        var open = (Line: 0, Column: 0, Offset: 0);
        foreach (var character in marked)
        {
            if (character == '«') open = (line, column, text.Length);
            else if (character == '»') spans.Add(new SourceSpan(open.Line, open.Column, text.Length - open.Offset));
            else
            {
                text += character;
                (line, column) = character == '\n' ? (line + 1, 1) : (line, column + 1);
            }
        }

        return new MarkedText(text, spans);
    }

    /// <summary>A chain around statements, with axes m = n = 8, k = 4, one = 1 and a few inputs.</summary>
    public static MarkedText InChain(string statements) => Parse($$"""
        chain c(m = 8, n = 8, k = 4, one = 1) {
          input X: f32[m, k]
          input Y: f16[n, k]
          input Z: bf16[n]
          input B: bool[m, n]
          input I: i32[m]
          input J: i64[m, n]
          input s: f32[]
          input p: i32[]
          {{statements}}
        }
        """);
}
