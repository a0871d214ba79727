using System.Text;
using Antlr4.Runtime;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Frontend.Grammar;

namespace MCFuser.Frontend.Text;

/// <summary>Reads the chain language (docs/language.md): text to graphs as written, each with the places of its parts.</summary>
public static class TextFront
{
    /// <summary>The chains of a text, in order. What only a verifier can see is not checked.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="DiagnosticException">
    /// The text is not well-formed (only the first syntax error is reported), holds no chain or two of one name,
    /// or uses functions or types that do not exist.
    /// </exception>
    public static EquatableArray<ParsedGraph> Parse(string text, string file)
    {
        var chains = Read(text, file);
        var report = new Report(null, file);
        if (chains.Length == 0) report.Add(FrontendErrors.NoChain(), null);
        var names = new HashSet<string>();
        foreach (var chain in chains)
        {
            var name = chain.NAME();
            if (!names.Add(name.GetText())) report.Add(FrontendErrors.DuplicateChain(name.GetText()), name.Span());
        }

        var graphs = chains.Select(c => new ChainReader(report).Read(c)).ToEquatableArray();
        report.ThrowIfAny();
        return graphs;
    }

    private static McfParser.ChainContext[] Read(string text, string file)
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var lexer = new McfLexer(CharStreams.fromString(wellFormed));
        lexer.RemoveErrorListeners();
        var tokens = new CommonTokenStream(lexer);
        tokens.Fill();
        BracketDepth.Check(tokens.GetTokens(), file);
        var parser = new McfParser(tokens) { ErrorHandler = new FirstSyntaxError(file) };
        parser.RemoveErrorListeners();
        return parser.file().chain();
    }
}
