using MCFuser.Core.Diagnostics;
using MCFuser.Core.TilePrograms.Parsing;

namespace MCFuser.Core.TilePrograms;

/// <summary>
/// Reads what <see cref="TileProgramPrinter"/> prints; printing the result gives the same text. It checks the form only:
/// what the program means is the concern of <see cref="TileProgramVerifier"/>.
/// </summary>
public static class TileProgramParser
{
    /// <param name="text">The printed tile program.</param>
    /// <param name="file">The name of its file, for messages.</param>
    /// <exception cref="DiagnosticException">The text is no tile program; the message names the place.</exception>
    public static TileProgram Parse(string text, string file)
    {
        var reader = new TileTokenReader(TileProgramLexer.Read(text, file), file);
        var names = new HashSet<string>();
        var indices = new IndexParser(reader, names);
        var declarations = new TileDeclarationParser(reader, indices);

        reader.Expect("tile", "program");
        var name = reader.Name("the program");
        reader.EndLine();
        reader.Expect("tiling");
        var tiling = reader.Take(TileTokenKind.Text, "a tiling expression").Text;
        reader.EndLine();
        var axes = declarations.Lines("axis", declarations.Axis);
        names.UnionWith(axes.SelectMany(a => a.Fused.Prepend(a.Name)));
        var inputs = declarations.Lines("input", declarations.Buffer);
        var outputs = declarations.Lines("output", declarations.Buffer);
        var buffers = declarations.Lines("buffer", declarations.Buffer);
        var states = declarations.Lines("state", declarations.State);
        var schedule = declarations.Schedule();
        reader.EndLine();

        var body = new TileStatementParser(reader, indices, new ExpressionParser(reader, names)).Block();
        if (reader.Current.Kind != TileTokenKind.EndOfText) throw reader.Unexpected("a statement or the end of the text");
        return new TileProgram(name, tiling, axes, inputs, outputs, buffers, states, body, schedule);
    }
}
